import type { ThoughtOpening } from './markers.js';

/** Longer lines cannot be the closing fence or a closing tag. */
const MEMORY = 200;

/** A stretch of text in which nothing acts, up to its end. It is given out as it comes; only a thought's half-read closing tag waits. */
export class Opaque {
  private tail: string;

  private constructor(
    readonly thinking: boolean,
    private readonly closer: RegExp,
    private readonly plain: readonly string[],
    private readonly keep: boolean,
    tail = '',
  ) {
    this.tail = tail;
  }

  static line(): Opaque {
    return new Opaque(false, /\n/, [], false);
  }

  static paragraph(): Opaque {
    return new Opaque(false, /\n[^\S\n]*\n/, [], false);
  }

  static until(closer: string): Opaque {
    return new Opaque(false, new RegExp(closer.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i'), [closer], false);
  }

  static fence(run: string): Opaque {
    return new Opaque(false, new RegExp(`\\n {0,3}${run[0]}{${run.length},}[^\\S\\n]*(?:\\n|$)`), [], false);
  }

  static thought(opening: ThoughtOpening): Opaque {
    const any = opening.closers.map((closer) => closer.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
    return new Opaque(true, new RegExp(any, 'i'), opening.closers, opening.keep ?? false);
  }

  /** Up to where the text from `at` belongs to it, and where the text behind it begins; no `next` when it goes on. */
  read(text: string, at: number, final: boolean): { upTo: number; next?: number } {
    const window = this.tail + text.slice(at);
    const offset = at - this.tail.length;
    const found = this.closer.exec(window);
    if (found && (final || found.index + found[0].length < window.length || found[0].endsWith('\n') || this.plain.length > 0)) {
      const end = offset + found.index + found[0].length;
      if (!this.thinking) return { upTo: Math.max(end, at), next: Math.max(end, at) };
      const from = offset + found.index;
      const next = this.keep && /<\|(?:start|channel)\|>/.test(found[0]) ? from : end;
      return { upTo: from, next };
    }
    if (this.thinking) return { upTo: final ? text.length : text.length - this.partial(text, at) };
    const lineBreak = window.lastIndexOf('\n');
    const keptFrom = this.plain.length > 0 ? Math.max(0, window.length - (this.plain[0]?.length ?? 1) + 1) : Math.max(0, lineBreak);
    this.tail = window.length - keptFrom > MEMORY && this.plain.length === 0 ? `${window.slice(keptFrom, keptFrom + MEMORY)}` : window.slice(keptFrom);
    return { upTo: text.length };
  }

  /** How many characters at the end could begin a closer. */
  private partial(text: string, at: number): number {
    const longest = Math.max(...this.plain.map((closer) => closer.length));
    const tail = text.slice(Math.max(at, text.length - longest)).toLowerCase();
    for (let length = tail.length; length > 0; length -= 1) {
      const end = tail.slice(-length);
      if (this.plain.some((closer) => closer.toLowerCase().startsWith(end))) return length;
    }
    return 0;
  }
}
