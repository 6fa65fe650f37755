import { createInterface, type Interface } from 'node:readline';
import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { BurstReader } from './burst.js';
import { wholeCharacter } from './grapheme-keys.js';
import { HISTORY_SIZE, QuestionHistory } from './history.js';
import { PasteReader } from './paste.js';
import { PromptOutput } from './prompt-output.js';

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
const SEARCH = '\x12';
/** A process that nobody can bring back is not stopped by the signal: after this long the keys are ours again. */
const RESUME_MS = 100;

/**
 * The one owner of the keys. While a line is read they go to Node's line editor, while a question is open they answer it,
 * else Ctrl+C interrupts and the rest waits for the next line. What was typed before a question never answers it.
 */
export class Keyboard {
  readonly history = new QuestionHistory();
  /** The terminal went away under us. */
  gone = false;
  private readonly feed = new Readable({ read: () => {} });
  private readonly editorOutput: PromptOutput;
  private readonly editor: Interface;
  private readonly decoder = new StringDecoder('utf8');
  private readonly paste = new PasteReader();
  private readonly burst = new BurstReader((keys) => this.feedLine(keys));
  private ahead = '';
  private readonly lines: LineEnd[] = [];
  private takeLine: ((end: LineEnd) => void) | undefined;
  private takeKey: ((key: string | undefined) => void) | undefined;
  private closed = false;

  constructor(private readonly options: KeyboardOptions) {
    this.editorOutput = new PromptOutput(options.output, () => this.takeLine !== undefined);
    this.editor = createInterface({
      input: this.feed,
      output: this.editorOutput,
      terminal: true,
      history: this.history.entries,
      historySize: HISTORY_SIZE,
      completer: options.complete,
      tabSize: 2,
    });
    // The editor adds single lines; whole questions are added by `remember`.
    this.editor.on('history', (kept) => this.history.withoutNewest(kept));
    this.editor.on('line', (typed) => {
      this.history.endSearch();
      this.give({ line: this.paste.expand(typed), typed });
    });
    this.editor.on('SIGINT', () => this.interruptLine());
    this.editor.on('SIGTSTP', () => this.suspendProcess());
    this.editor.on('close', () => this.end());
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
    const ready = this.lines.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    if (this.closed) return Promise.resolve({ end: 'closed' });
    return new Promise((resolve) => {
      this.takeLine = resolve;
      this.editor.setPrompt(prompt);
      this.editor.prompt();
      const ahead = this.ahead;
      this.ahead = '';
      if (ahead !== '') this.feedLine(ahead);
    });
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
    const { rows } = this.editor.getCursorPos();
    this.options.output.write(`\r${rows > 0 ? `\x1b[${rows}A` : ''}\x1b[J`);
    write();
    // The editor goes back over the rows its line had before it draws it again.
    this.options.output.write('\n'.repeat(rows));
    this.editor.prompt(true);
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
    const { input } = this.options;
    input.off('data', this.onData);
    for (const event of ['end', 'close', 'error'] as const) input.off(event, this.onGone);
    // A terminal that went away may still report errors.
    input.on('error', () => {});
    process.off('SIGCONT', this.onContinue);
    this.editor.close();
    this.editorOutput.release();
    this.raw(false);
    input.pause();
    this.closed = true;
  }

  private readonly onData = (chunk: Buffer | string): void => {
    const text = typeof chunk === 'string' ? chunk : this.decoder.write(chunk);
    if (this.takeKey) this.answer(text);
    else if (this.takeLine) {
      if (this.options.redraw) this.feedLine(text);
      else this.burst.push(text);
    } else if (text === SUSPEND) this.suspendProcess();
    else if (text.includes(INTERRUPT)) {
      this.ahead = '';
      this.options.onInterrupt();
    } else this.ahead += text;
  };

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

  private feedLine(text: string): void {
    const plain = wholeCharacter(this.paste.read(text), this.editor.line, this.editor.cursor);
    if (plain === SEARCH) {
      this.search();
      return;
    }
    if (plain === '') return;
    if (plain !== '\t') this.history.endSearch();
    this.feed.push(plain);
  }

  /** Ctrl+R: the next older question that holds what is typed. */
  private search(): void {
    const entry = this.history.search(this.editor.line);
    if (entry === undefined) return;
    this.clearLine();
    this.editor.write(entry);
  }

  private clearLine(): void {
    this.editor.write(null, { ctrl: true, name: 'e' });
    this.editor.write(null, { ctrl: true, name: 'u' });
  }

  private interruptLine(): void {
    if (this.editor.line === '') this.give({ end: 'interrupt' });
    else this.clearLine();
  }

  private give(end: LineEnd): void {
    const take = this.takeLine;
    if (take) {
      this.takeLine = undefined;
      take(end);
    } else if ('line' in end) this.lines.push(end);
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
    if (this.takeLine) this.editor.prompt(true);
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
