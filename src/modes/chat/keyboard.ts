import { createInterface, type Interface } from 'node:readline';
import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { PasteReader } from './paste.js';

export interface KeyboardOptions {
  input: NodeJS.ReadStream;
  output: NodeJS.WritableStream;
  /** Newest first. */
  history: string[];
  complete(line: string): [string[], string];
  /** Escape sequences are understood: bracketed paste is asked for. */
  redraw: boolean;
  /** Ctrl+C while nobody reads a line or a key. */
  onInterrupt(): void;
}

export type LineEnd = { line: string } | { end: 'interrupt' | 'closed' };

const HISTORY_SIZE = 1000;
const INTERRUPT = '\x03';
const SEARCH = '\x12';

/**
 * The one owner of the keys. While a line is read they go to Node's line editor, while a question is open they answer it,
 * else Ctrl+C interrupts and the rest waits for the next line. What was typed before a question never answers it.
 */
export class Keyboard {
  private readonly feed = new Readable({ read: () => {} });
  private readonly editor: Interface;
  private readonly decoder = new StringDecoder('utf8');
  private readonly paste = new PasteReader();
  private history: string[];
  private ahead = '';
  private readonly lines: string[] = [];
  private takeLine: ((end: LineEnd) => void) | undefined;
  private takeKey: ((key: string | undefined) => void) | undefined;
  private closed = false;
  /** Where the search in the history stands, and what it looks for. */
  private found = -1;
  private needle = '';

  constructor(private readonly options: KeyboardOptions) {
    this.history = options.history;
    this.editor = createInterface({
      input: this.feed,
      output: options.output,
      terminal: true,
      history: this.history,
      historySize: HISTORY_SIZE,
      completer: options.complete,
      tabSize: 2,
    });
    this.editor.on('history', (kept) => {
      // The editor adds single lines; whole questions are added by `remember`.
      kept.shift();
      this.history = kept;
    });
    this.editor.on('line', (line) => {
      this.found = -1;
      this.give({ line: this.paste.expand(line) });
    });
    this.editor.on('SIGINT', () => this.interruptLine());
    this.editor.on('SIGTSTP', () => this.suspendProcess());
    this.editor.on('close', () => this.end());
  }

  start(): void {
    const { input } = this.options;
    this.raw(true);
    input.on('data', this.onData);
    input.on('end', this.onEnd);
    input.on('close', this.onEnd);
    input.on('error', this.onEnd);
    input.resume();
  }

  /** A line, without its end. Ctrl+C on an empty line: `interrupt`; Ctrl+D or a terminal that went away: `closed`. */
  readLine(prompt: string): Promise<LineEnd> {
    const ready = this.lines.shift();
    if (ready !== undefined) return Promise.resolve({ line: ready });
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

  /** One of these keys; undefined when the person interrupts or the terminal goes away. */
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

  /** Adds a whole question to the history. */
  remember(text: string): void {
    const old = this.history.indexOf(text);
    if (old >= 0) this.history.splice(old, 1);
    this.history.unshift(text);
    if (this.history.length > HISTORY_SIZE) this.history.pop();
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
    input.off('end', this.onEnd);
    input.off('close', this.onEnd);
    // A terminal that went away may still report errors.
    input.on('error', () => {});
    input.off('error', this.onEnd);
    this.editor.close();
    this.raw(false);
    input.pause();
    this.closed = true;
  }

  private readonly onData = (chunk: Buffer | string): void => {
    const text = typeof chunk === 'string' ? chunk : this.decoder.write(chunk);
    if (this.takeKey) {
      for (const key of text.toLowerCase()) this.takeKey?.(key === INTERRUPT || key === '\x04' ? undefined : key);
    } else if (this.takeLine) this.feedLine(text);
    else {
      if (text.includes(INTERRUPT)) {
        this.ahead = '';
        this.options.onInterrupt();
      } else this.ahead += text;
    }
  };

  private readonly onEnd = (): void => {
    this.end();
    this.takeKey?.(undefined);
    this.options.onInterrupt();
  };

  private feedLine(text: string): void {
    const plain = this.paste.read(text);
    if (plain === SEARCH) this.search();
    else if (plain !== '') {
      if (plain !== '\t') this.found = -1;
      this.feed.push(plain);
    }
  }

  /** Ctrl+R: the next older question that holds what is typed. */
  private search(): void {
    const needle = this.found < 0 ? this.editor.line : this.needle;
    this.needle = needle;
    const at = this.history.findIndex((entry, index) => index > this.found && entry.includes(needle) && !entry.includes('\n'));
    const entry = this.history[at];
    if (entry === undefined) return;
    this.found = at;
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
    } else if ('line' in end) this.lines.push(end.line);
  }

  private end(): void {
    this.closed = true;
    this.give({ end: 'closed' });
  }

  private suspendProcess(): void {
    this.raw(false);
    process.once('SIGCONT', () => {
      this.raw(true);
      this.editor.prompt(true);
    });
    process.kill(process.pid, 'SIGTSTP');
  }

  private raw(on: boolean): void {
    try {
      this.options.input.setRawMode?.(on);
      if (this.options.redraw) this.options.output.write(on ? '\x1b[?2004h' : '\x1b[?2004l');
    } catch {
      // The terminal is gone.
    }
  }
}
