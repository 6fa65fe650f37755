import { createInterface, type Interface } from 'node:readline';
import { Readable } from 'node:stream';
import { wholeCharacter } from './grapheme-keys.js';
import { HISTORY_SIZE, type QuestionHistory } from './history.js';
import { PasteReader } from './paste.js';
import { PromptOutput } from './prompt-output.js';

export interface LineEditorOptions {
  output: NodeJS.WritableStream & { columns?: number };
  history: QuestionHistory;
  complete(line: string): [string[], string];
  /** `typed` is the line as it stands in the editor; in `line` its marks of pastes are the pasted text. */
  onLine(line: string, typed: string): void;
  /** Ctrl+C on an empty line. */
  onInterrupt(): void;
  /** Ctrl+D. */
  onEnd(): void;
  onSuspend(): void;
}

/** Escape sequences, single control characters, and runs of text. */
const KEYS = /\x1b(?:\[[0-?]*[ -/]*[@-~]|O[\s\S]|[^[O\x1b])?|[\x00-\x1a\x1c-\x1f\x7f]|[^\x00-\x1f\x7f]+/g;
const SEARCH = '\x12';

/** Node's line editor, fed key by key, with what it lacks: pastes, search in the history, whole characters. */
export class LineEditor {
  private readonly input = new Readable({ read: () => {} });
  private readonly output: PromptOutput;
  private readonly editor: Interface;
  private readonly paste = new PasteReader();
  private reading = false;
  /** An escape sequence came in part: what follows belongs to it. */
  private halfKey = false;

  constructor(private readonly options: LineEditorOptions) {
    const { history } = options;
    this.output = new PromptOutput(options.output, () => this.reading);
    this.editor = createInterface({
      input: this.input,
      output: this.output,
      terminal: true,
      history: history.entries,
      historySize: HISTORY_SIZE,
      completer: options.complete,
      tabSize: 2,
    });
    // The editor adds single lines; whole questions are added by `remember`.
    this.editor.on('history', (kept) => history.withoutNewest(kept));
    this.editor.on('line', (typed) => {
      this.reading = false;
      history.endSearch();
      options.onLine(this.paste.expand(typed), typed);
    });
    this.editor.on('SIGINT', () => this.interrupt());
    this.editor.on('SIGTSTP', () => options.onSuspend());
    this.editor.on('close', () => {
      this.reading = false;
      options.onEnd();
    });
  }

  open(prompt: string): void {
    this.reading = true;
    this.editor.setPrompt(prompt);
    this.editor.prompt();
  }

  /** Takes keys until a line ends. Returns those that were not taken. */
  feed(keys: string): string {
    const units = this.paste.read(keys).match(KEYS) ?? [];
    for (const [index, key] of units.entries()) {
      if (!this.reading) return units.slice(index).join('');
      if (key !== '\t' && key !== SEARCH) this.options.history.endSearch();
      if (key === SEARCH) this.search();
      else if (this.halfKey || key < ' ' || key === '\x7f') this.press(wholeCharacter(key, this.editor.line, this.editor.cursor));
      else this.editor.write(key);
      this.halfKey = key === '\x1b' || key === '\x1b[';
    }
    return '';
  }

  get isEmpty(): boolean {
    return this.editor.line === '';
  }

  clear(): void {
    this.editor.write(null, { ctrl: true, name: 'e' });
    this.editor.write(null, { ctrl: true, name: 'u' });
  }

  /** The line is given up. */
  cancel(): void {
    this.clear();
    this.reading = false;
  }

  /** Row of the cursor below the one the prompt begins in. */
  get row(): number {
    return this.editor.getCursorPos().rows;
  }

  draw(): void {
    this.editor.prompt(true);
  }

  close(): void {
    this.editor.close();
    this.output.release();
  }

  /**
   * One key at a time: of several characters in one piece Node's editor puts all but the last at the end of the line,
   * wherever the cursor is.
   */
  private press(keys: string): void {
    for (const key of keys.match(KEYS) ?? []) this.input.emit('data', Buffer.from(key));
  }

  /** Ctrl+R: the next older question that holds what is typed. */
  private search(): void {
    const entry = this.options.history.search(this.editor.line);
    if (entry === undefined) return;
    this.clear();
    this.editor.write(entry);
  }

  private interrupt(): void {
    if (!this.isEmpty) {
      this.clear();
      return;
    }
    this.reading = false;
    this.options.onInterrupt();
  }
}
