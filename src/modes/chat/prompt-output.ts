import { Writable } from 'node:stream';

/**
 * Where the line editor writes. It hears of a new window size only while a line is read: else it would draw its prompt
 * into an answer that streams.
 */
export class PromptOutput extends Writable {
  private readonly onResize = (): void => {
    if (this.isReading()) this.emit('resize');
  };

  constructor(
    private readonly target: NodeJS.WritableStream & { columns?: number },
    private readonly isReading: () => boolean,
  ) {
    super({ decodeStrings: false });
    target.on('resize', this.onResize);
  }

  get columns(): number | undefined {
    return this.target.columns;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.target.write(chunk);
    done();
  }

  release(): void {
    this.target.off('resize', this.onResize);
  }
}
