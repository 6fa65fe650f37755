import { StringDecoder } from 'node:string_decoder';
import { BurstReader } from './burst.js';
import { QuestionHistory } from './history.js';
import { LineEditor } from './line-editor.js';

export interface KeyboardOptions {
  input: NodeJS.ReadStream;
  output: NodeJS.WritableStream & { columns?: number };
  complete(line: string): [string[], string];
  /** Escape sequences are understood: bracketed paste is asked for. */
  redraw: boolean;
  /** Ctrl+C while nobody reads a line or a key, or the terminal went away. */
  onInterrupt(): void;
}

/** `typed` is the line as it stands in the editor; in `line` its marks of pastes are the pasted text. */
export type LineEnd = { line: string; typed: string } | { end: 'interrupt' | 'closed' };

const INTERRUPT = '\x03';
const END_OF_INPUT = '\x04';
const SUSPEND = '\x1a';
const ESCAPE = '\x1b';
/** A process that nobody can bring back is not stopped by the signal: after this long the keys are ours again. */
const RESUME_MS = 100;
/** An escape may be the first byte of a sequence (an arrow, the mark of a paste) whose rest comes in the next read. */
const ESCAPE_MS = 30;

/**
 * The one owner of the keys. While a line is read they go to the line editor, while a question is open they answer it,
 * else Ctrl+C interrupts and the rest waits for the next line. What was typed before a question never answers it.
 */
export class Keyboard {
  readonly history = new QuestionHistory();
  /** The terminal went away under us. */
  gone = false;
  private readonly editor: LineEditor;
  private readonly decoder = new StringDecoder('utf8');
  private readonly burst = new BurstReader((keys) => this.feedLine(keys));
  private ahead = '';
  private escape = '';
  private escapeTimer: NodeJS.Timeout | undefined;
  private takeLine: ((end: LineEnd) => void) | undefined;
  private takeKey: ((key: string | undefined) => void) | undefined;
  private closed = false;
  private released = false;

  constructor(private readonly options: KeyboardOptions) {
    this.editor = new LineEditor({
      output: options.output,
      history: this.history,
      complete: options.complete,
      onLine: (line, typed) => this.give({ line, typed }),
      onInterrupt: () => this.give({ end: 'interrupt' }),
      onEnd: () => this.end(),
      onSuspend: () => this.suspendProcess(),
    });
  }

  start(): void {
    const { input } = this.options;
    this.raw(true);
    input.on('data', this.onData);
    for (const event of ['end', 'close', 'error'] as const) input.on(event, this.onGone);
    process.on('SIGCONT', this.onContinue);
    input.resume();
  }

  /** A line; Ctrl+C on an empty one: `interrupt`; Ctrl+D or a terminal that went away: `closed`. */
  readLine(prompt: string): Promise<LineEnd> {
    const read = this.newLine(prompt);
    const ahead = this.ahead;
    this.ahead = '';
    if (ahead !== '') this.feedLine(ahead);
    return read;
  }

  /** A line that answers a question: what was typed before it waits for the next prompt. */
  readAnswer(prompt: string, signal: AbortSignal): Promise<LineEnd> {
    if (signal.aborted) return Promise.resolve({ end: 'interrupt' });
    const cancel = (): void => {
      this.editor.cancel();
      this.give({ end: 'interrupt' });
    };
    signal.addEventListener('abort', cancel, { once: true });
    return this.newLine(prompt).finally(() => signal.removeEventListener('abort', cancel));
  }

  /** One of these keys; undefined when the person interrupts, escapes, or the terminal goes away. */
  readKey(keys: string, signal?: AbortSignal): Promise<string | undefined> {
    if (this.closed || signal?.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const done = (key: string | undefined): void => {
        this.takeKey = undefined;
        signal?.removeEventListener('abort', cancel);
        resolve(key);
      };
      const cancel = (): void => done(undefined);
      signal?.addEventListener('abort', cancel, { once: true });
      this.takeKey = (key) => {
        if (key === undefined || keys.includes(key)) done(key);
      };
    });
  }

  /** Writes something above the line that is being typed; at any other time it just writes. */
  above(write: () => void): void {
    if (!this.takeLine || !this.options.redraw) {
      write();
      return;
    }
    const { row } = this.editor;
    this.options.output.write(`\r${row > 0 ? `\x1b[${row}A` : ''}\x1b[J`);
    write();
    // The editor goes back over the rows its line had before it draws it again.
    this.options.output.write('\n'.repeat(row));
    this.editor.draw();
  }

  /** Gives the terminal to another program (an editor) for a while. */
  async lend<T>(use: () => Promise<T> | T): Promise<T> {
    this.raw(false);
    this.options.input.pause();
    try {
      return await use();
    } finally {
      if (!this.closed) {
        this.options.input.resume();
        this.raw(true);
      }
    }
  }

  close(): void {
    if (this.released) return;
    this.released = true;
    const { input, output, redraw } = this.options;
    // A prompt that nobody answered leaves no trace.
    if (this.takeLine && redraw && this.editor.isEmpty) output.write('\r\x1b[J');
    input.off('data', this.onData);
    for (const event of ['end', 'close', 'error'] as const) input.off(event, this.onGone);
    // A terminal that went away may still report errors.
    input.on('error', () => {});
    process.off('SIGCONT', this.onContinue);
    clearTimeout(this.escapeTimer);
    this.editor.close();
    this.raw(false);
    input.pause();
    this.closed = true;
  }

  private newLine(prompt: string): Promise<LineEnd> {
    if (this.closed) return Promise.resolve({ end: 'closed' });
    return new Promise((resolve) => {
      this.takeLine = resolve;
      this.editor.open(prompt);
    });
  }

  private readonly onData = (chunk: Buffer | string): void => {
    clearTimeout(this.escapeTimer);
    const text = this.escape + (typeof chunk === 'string' ? chunk : this.decoder.write(chunk));
    this.escape = '';
    if (!this.takeLine || this.takeKey || !this.options.redraw || !text.endsWith(ESCAPE)) {
      this.route(text);
      return;
    }
    if (text.length > 1) this.route(text.slice(0, -1));
    this.escape = ESCAPE;
    this.escapeTimer = setTimeout(() => {
      this.escape = '';
      this.route(ESCAPE);
    }, ESCAPE_MS);
  };

  private route(text: string): void {
    if (this.takeKey) this.answer(text);
    else if (this.takeLine) {
      if (this.options.redraw) this.feedLine(text);
      else this.burst.push(text);
    } else if (text === SUSPEND) this.suspendProcess();
    else if (text.includes(INTERRUPT)) {
      this.ahead = '';
      this.options.onInterrupt();
    } else this.ahead += text;
  }

  /** A question takes one plain key. Arrows, pastes and whatever else comes as several characters never say yes. */
  private answer(text: string): void {
    const key = /^([a-z])[\r\n]*$/i.exec(text)?.[1];
    if (text === SUSPEND) this.suspendProcess();
    else if (text === ESCAPE || text.includes(INTERRUPT) || text.includes(END_OF_INPUT)) this.takeKey?.(undefined);
    else if (key) this.takeKey?.(key.toLowerCase());
  }

  private readonly onGone = (): void => {
    this.gone = true;
    this.end();
    this.takeKey?.(undefined);
    this.options.onInterrupt();
  };

  /** What comes after the end of a line waits for the next one. */
  private feedLine(keys: string): void {
    this.ahead = this.editor.feed(keys) + this.ahead;
  }

  private give(end: LineEnd): void {
    const take = this.takeLine;
    this.takeLine = undefined;
    take?.(end);
  }

  private end(): void {
    this.closed = true;
    this.give({ end: 'closed' });
  }

  private suspendProcess(): void {
    this.raw(false);
    process.kill(process.pid, 'SIGTSTP');
    setTimeout(this.onContinue, RESUME_MS);
  }

  private readonly onContinue = (): void => {
    if (this.closed) return;
    // Off first: Node does not touch a terminal that is raw in its books, and a shell may have changed it meanwhile.
    this.raw(false);
    this.raw(true);
    if (this.takeLine) this.editor.draw();
  };

  private raw(on: boolean): void {
    try {
      this.options.input.setRawMode?.(on);
      if (this.options.redraw) this.options.output.write(on ? '\x1b[?2004h' : '\x1b[?2004l');
    } catch {
      // The terminal is gone.
    }
  }
}
