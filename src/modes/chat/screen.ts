import { cleanForTerminal } from '../../lib/sanitize.js';
import { fitWidth } from '../../lib/text-width.js';
import type { Theme, ThemeName } from '../../lib/theme.js';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 120;

export interface ScreenOptions {
  out: NodeJS.WritableStream;
  err: NodeJS.WritableStream & { columns?: number };
  theme(name: ThemeName): Theme;
  /** The terminal understands cursor movement and somebody looks at it: not TERM=dumb, not a file. */
  redraw: boolean;
  /** Runs a write so that it lands above a line that is being typed. */
  above(write: () => void): void;
}

/** The terminal: the answer on stdout, everything else on stderr, and one line that says what is waited for. */
export class Screen {
  /** The default until the settings are read. */
  theme: Theme;
  private atLineStart = true;
  private timer: NodeJS.Timeout | undefined;
  private waiting: { what: string; since: number } | undefined;
  private drawn = false;

  constructor(private readonly options: ScreenOptions) {
    this.theme = options.theme('default');
  }

  useTheme(name: ThemeName): void {
    this.theme = this.options.theme(name);
  }

  /** Words of the answer, already cleaned and styled. */
  answer(text: string): void {
    if (text === '') return;
    this.quiet();
    this.atLineStart = text.endsWith('\n');
    this.options.out.write(text);
  }

  endLine(): void {
    this.quiet();
    if (this.atLineStart) return;
    this.options.out.write('\n');
    this.atLineStart = true;
  }

  /** Lines for people; `text` may hold our own colour codes, so what is untrusted in it is cleaned by the caller or by `clean`. */
  note(text: string): void {
    this.endLine();
    this.options.above(() => this.options.err.write(`${text}\n`));
  }

  /** Text on stderr without a new line: a question. */
  ask(text: string): void {
    this.endLine();
    this.options.err.write(text);
  }

  readonly clean = cleanForTerminal;

  /** Says what is waited for, with the time, until something else is written. */
  wait(what: string): void {
    if (!this.options.redraw) return;
    if (this.waiting) {
      this.waiting.what = what;
      return;
    }
    this.endLine();
    this.waiting = { what, since: Date.now() };
    this.timer = setInterval(() => this.draw(), FRAME_MS);
    this.timer.unref();
  }

  /** What is waited for now. */
  get waitsFor(): string | undefined {
    return this.waiting?.what;
  }

  quiet(): void {
    clearInterval(this.timer);
    this.waiting = undefined;
    if (this.drawn) this.options.err.write('\r\x1b[2K');
    this.drawn = false;
  }

  private draw(): void {
    if (!this.waiting) return;
    const ms = Date.now() - this.waiting.since;
    const frame = FRAMES[Math.floor(ms / FRAME_MS) % FRAMES.length] ?? '';
    const time = ` ${Math.floor(ms / 1000)} s`;
    // A line that wraps could not be taken back.
    const room = (this.options.err.columns || 80) - time.length - 3;
    const what = fitWidth(cleanForTerminal(this.waiting.what).replace(/\s+/g, ' '), Math.max(8, room));
    this.drawn = true;
    this.options.err.write(`\r\x1b[2K${this.theme.dim(`${frame} ${what}${time}`)}`);
  }
}
