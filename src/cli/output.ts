import { writeSync } from 'node:fs';
import type { Output } from '../contract/renderer.js';
import { cleanForTerminal } from '../lib/sanitize.js';

/** Milliseconds that a reader who does not read gets when the run was interrupted: whoever ends ocode must not wait for another program. */
const LAST_WAIT = 1_000;

/**
 * stdout and stderr of this process. Text of one tick goes out in one write; a full pipe makes the writer wait; a closed
 * pipe makes `write` answer false. Notes are cleaned of everything a terminal would obey. `signal`: ends the waiting.
 */
export class ProcessOutput implements Output {
  private pending = '';
  private scheduled = false;
  private open = true;
  readonly isTerminal = process.stdout.isTTY === true;

  constructor(
    readonly colors: boolean,
    private readonly onClosed: () => void,
    private readonly signal?: AbortSignal,
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

  /** Says nothing more once stdout was closed: that ends a run quietly. */
  note(text: string): void {
    this.flush();
    if (!this.open) return;
    process.stderr.write(`${cleanForTerminal(text)}\n`);
  }

  /** Writes what is left. Call it before the process ends. */
  async finish(): Promise<void> {
    this.flush();
    if (this.open && process.stdout.writableLength > 0) await this.drained();
  }

  /** Words that nobody took after an interruption; they would keep the process alive. */
  get isStuck(): boolean {
    return this.signal?.aborted === true && process.stdout.writableLength > 0;
  }

  private flush(): void {
    this.scheduled = false;
    const text = this.pending;
    this.pending = '';
    if (text !== '' && this.open) process.stdout.write(text);
  }

  private drained(): Promise<boolean> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const done = (): void => {
        clearTimeout(timer);
        this.signal?.removeEventListener('abort', hurry);
        process.stdout.off('drain', done);
        process.stdout.off('error', done);
        process.stdout.off('close', done);
        resolve(this.open);
      };
      const hurry = (): void => {
        timer ??= setTimeout(() => {
          this.open = false;
          done();
        }, LAST_WAIT);
      };
      this.signal?.addEventListener('abort', hurry, { once: true });
      if (this.signal?.aborted) hurry();
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
