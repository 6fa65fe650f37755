import type { Paint, Theme } from '../../lib/theme.js';

/** A mark that opened may wait this long for its other half; then it is printed as it stands. */
const PATIENCE = 300;

/** `code` and **strong** inside a line, as it streams. */
export class InlineStyle {
  private held = '';

  constructor(private readonly theme: Theme) {}

  push(text: string): string {
    let rest = this.held + text;
    this.held = '';
    let out = '';
    while (rest !== '') {
      const at = rest.search(/`|\*/);
      if (at < 0) return out + rest;
      out += rest.slice(0, at);
      rest = rest.slice(at);
      const span = this.span(rest);
      if (span === 'wait') {
        this.held = rest;
        return out;
      }
      out += span.shown;
      rest = rest.slice(span.length);
    }
    return out;
  }

  /** The line is over: what waits is printed as it stands. */
  end(): string {
    const out = this.held;
    this.held = '';
    return out;
  }

  private span(text: string): { shown: string; length: number } | 'wait' {
    const run = /^(?:`+|\*+)/.exec(text)?.[0] ?? '';
    const plain = { shown: run, length: run.length };
    if (run.length === text.length && run.length < 3) return 'wait';
    const paint: Paint | undefined = run.startsWith('`') ? this.theme.code : run === '**' ? this.theme.strong : undefined;
    if (!paint || /^\s/.test(text.slice(run.length))) return plain;
    const close = text.indexOf(run, run.length);
    // The last characters may be the first of a longer run of marks.
    if (close < 0) return text.length > PATIENCE ? plain : 'wait';
    const inner = text.slice(run.length, close);
    return { shown: paint(inner), length: close + run.length };
  }
}
