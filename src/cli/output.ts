import { writeSync } from 'node:fs';
import type { Output } from '../contract/renderer.js';
import { cleanForTerminal } from '../lib/sanitize.js';

/**
 * stdout and stderr of this process. Text of one tick goes out in one write; a full pipe makes the writer wait; a closed
 * pipe makes `write` answer false. Notes are cleaned of everything a terminal would obey.
 */
export class ProcessOutput implements Output {
  private pending = '';
  private scheduled = false;
  private open = true;
  readonly isTerminal = process.stdout.isTTY === true;

  constructor(
    readonly colors: boolean,
    private readonly onClosed: () => void,
  ) {
    process.stdout.on('error', () => {
      this.open = false;
      this.onClosed();
    });
    process.stderr.on('error', () => {});
  }

  write(text: string): boolean | Promise<boolean> {
    if (!this.open) return false;
    this.pending += text;
    if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(() => this.flush());
    }
    return process.stdout.writableNeedDrain ? this.drained() : true;
  }

  note(text: string): void {
    this.flush();
    process.stderr.write(`${cleanForTerminal(text)}\n`);
  }

  /** Writes what is left. Call it before the process ends. */
  async finish(): Promise<void> {
    this.flush();
    if (this.open && process.stdout.writableLength > 0) await this.drained();
  }

  private flush(): void {
    this.scheduled = false;
    const text = this.pending;
    this.pending = '';
    if (text !== '' && this.open) process.stdout.write(text);
  }

  private drained(): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (): void => {
        process.stdout.off('drain', done);
        process.stdout.off('error', done);
        process.stdout.off('close', done);
        resolve(this.open);
      };
      process.stdout.once('drain', done);
      process.stdout.once('error', done);
      process.stdout.once('close', done);
      if (process.stdout.writableLength === 0) done();
    });
  }
}

/** For the last words of a process that is about to end. */
export function writeErrorNow(text: string): void {
  try {
    writeSync(2, `${cleanForTerminal(text)}\n`);
  } catch {
    // Nobody listens on stderr: then there is nobody to tell.
  }
}
