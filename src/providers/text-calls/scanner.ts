import { type Act, readAct } from './act.js';
import { HeldText } from './held-text.js';
import { lookAtLineStart } from './line-start.js';
import { type Marker, markerAt } from './markers.js';
import { matchAt, skipBlank } from './notation.js';
import { Opaque } from './opaque.js';
import { LOOKAHEAD, lookAt } from './special.js';

/** One stretch of an answer, in order. */
export type Segment =
  | { kind: 'text' | 'thinking'; text: string }
  /** A run of calls that may act; `line` is what stands before it on its line. */
  | { kind: 'act'; raw: string; act: Act; line: string; fenced: boolean }
  /** The thought before this was not opened in the answer: what was held back is part of it. */
  | { kind: 'thought_end' };

export type Sink = (segment: Segment) => void;

/** What the scanner asks of the reader about a run of calls that it found. */
export interface ScannerDeps {
  isKnownName(name: string): boolean;
  /** Whether a run may be an act. False: it is text, and the scanner goes on behind it. */
  mayAct(act: Act, line: string, fenced: boolean): boolean;
}

const SPECIAL = /[<[`\n]/g;
const LONGEST_TICKS = 64;

/** How a run of calls is written where it may begin. */
type Notation = 'block' | 'word' | 'fence' | 'markup';

/** Where the scanner goes on; undefined: what has come does not tell. */
type Next = number | undefined;

/**
 * Walks over an answer line by line and says what each stretch is. It waits only where what it has read could still become a call
 * or a thought, and decides nothing by looking at the end of what has come so far: so any chunking gives the same segments.
 */
export class Scanner {
  private readonly held: HeldText;
  /** Length of the run of backticks that opened inline code; 0 outside. */
  private code = 0;
  private opaque: Opaque | undefined;
  /** The text is not looked at again before it has this length. */
  private patience = 0;
  /** A run of calls stands at the beginning of the text: nothing more is decided before the end. */
  private found = false;

  constructor(
    private readonly deps: ScannerDeps,
    private readonly out: Sink,
  ) {
    this.held = new HeldText((kind, text) => out({ kind, text }));
  }

  push(chunk: string): void {
    this.held.append(chunk);
    if (this.found || this.held.text.length < this.patience) return;
    this.patience = 0;
    this.run(false);
  }

  end(): void {
    this.run(true);
    this.held.give(0, this.held.text.length, this.opaque?.thinking ? 'thinking' : 'text');
    this.held.drop();
  }

  private run(final: boolean): void {
    let at: Next = 0;
    while (at !== undefined)
      at = this.opaque ? this.throughOpaque(this.opaque, at, final) : this.held.atLineStart ? this.lineStart(at, final) : this.inLine(at, final);
    this.held.drop();
  }

  private throughOpaque(opaque: Opaque, at: number, final: boolean): Next {
    const { held } = this;
    if (at >= held.text.length) return undefined;
    const { upTo, next } = opaque.read(held.text, at, final);
    held.give(at, upTo, opaque.thinking ? 'thinking' : 'text');
    if (next === undefined) return undefined;
    this.opaque = undefined;
    if (opaque.thinking || held.text[next - 1] === '\n') held.startLine();
    else {
      held.atLineStart = false;
      // What stands before on this line is no blank.
      held.line = 'x';
    }
    return held.skip(next);
  }

  private lineStart(at: number, final: boolean): Next {
    const { held } = this;
    const found = lookAtLineStart({ buffer: held.text, at, inCode: this.code > 0, final, isKnownName: this.deps.isKnownName });
    switch (found.kind) {
      case 'wait':
        return undefined;
      case 'indented':
        return this.quote(at, at, Opaque.line());
      case 'blanks':
        return held.give(at, found.end);
      case 'empty':
        this.code = 0;
        return held.give(at, found.end);
      case 'quoting':
        return this.quote(at, found.end, Opaque.until(found.closer));
      case 'fence': {
        const { start, run, mayHoldCall } = found;
        return mayHoldCall ? this.attempt(at, start, final, 'fence', Opaque.fence(run)) : this.quote(at, start + run.length, Opaque.fence(run));
      }
      case 'call':
        return this.attempt(at, found.start, final, found.how);
      case 'plain':
        held.atLineStart = false;
        return this.inLine(at, final, found.start);
    }
  }

  private quote(at: number, to: number, opaque: Opaque): number {
    this.opaque = opaque;
    return this.held.give(at, to);
  }

  /** Tries to read calls at `start`; text that proves to be none is given out from `at`. */
  private attempt(at: number, start: number, final: boolean, how: Notation, fence?: Opaque): Next {
    const { held } = this;
    const { text } = held;
    const act = readAct(text, start, this.deps.isKnownName);
    const settled = final || skipBlank(text, act.end) + LOOKAHEAD < text.length;
    if (!settled) {
      held.skip(at);
      this.patience = Math.max((text.length - at) * 1.25, text.length - at + 24);
      return undefined;
    }
    if ((act.calls.length > 0 || act.cut) && standsAlone(act, text, how) && this.deps.mayAct(act, held.line, how === 'fence')) {
      if (final) return this.giveAct(act, at, start, how === 'fence');
      this.found = true;
      held.skip(at);
      return undefined;
    }
    if (fence) return this.quote(at, start + 3, fence);
    if (how === 'block' && act.end > start && act.calls.length === 0) {
      const whole = text[act.end - 1] === '}' || text[act.end - 1] === ']' || act.end === start + 1;
      return this.quote(at, Math.max(act.end, start + 1), whole ? Opaque.line() : Opaque.paragraph());
    }
    const end = act.calls.length > 0 || act.cut ? act.end : (act.lastWrapper ?? markerAt(text, start)?.end ?? start);
    held.atLineStart = false;
    held.give(at, start);
    return held.giveInLine(start, Math.max(end, start + 1));
  }

  private giveAct(act: Act, at: number, start: number, fenced: boolean): number {
    const { held } = this;
    held.give(at, start);
    this.out({ kind: 'act', raw: held.text.slice(start, act.end), act, line: held.line, fenced });
    held.skip(act.end);
    held.atLineStart = false;
    const behind = skipBlank(held.text, act.end);
    if (behind < held.text.length && !held.text.slice(act.end, behind).includes('\n')) return act.end;
    held.startLine();
    return held.give(act.end, behind);
  }

  private inLine(at: number, final: boolean, from = at): Next {
    const { held } = this;
    const { text } = held;
    SPECIAL.lastIndex = from;
    for (let found = SPECIAL.exec(text); found; found = SPECIAL.exec(text)) {
      const here = found.index;
      if (found[0] === '\n') return this.lineEnd(at, here);
      if (found[0] === '`') {
        const run = matchAt(/`{1,64}/y, text, here)?.[0].length ?? 1;
        if (!final && run < LONGEST_TICKS && here + run >= text.length) return this.holdFrom(at, here);
        this.code = this.code === 0 ? run : this.code === run ? 0 : this.code;
        SPECIAL.lastIndex = here + run;
        continue;
      }
      if (this.code > 0) continue;
      const next = this.atSpecial(at, here, final);
      if (next !== 'plain') return next;
      SPECIAL.lastIndex = here + 1;
    }
    held.giveInLine(at, text.length);
    return undefined;
  }

  private lineEnd(at: number, here: number): number {
    const { held } = this;
    const line = held.line + held.text.slice(at, here);
    const quotes = ['"""', "'''"].find((mark) => line.split(mark).length % 2 === 0);
    if (quotes) this.opaque = Opaque.until(quotes);
    held.startLine();
    return held.give(at, here + 1);
  }

  /** Gives out what is certain; from `here` on the next chunk decides. */
  private holdFrom(at: number, here: number): undefined {
    this.held.giveInLine(at, here);
    return undefined;
  }

  private atSpecial(at: number, here: number, final: boolean): Next | 'plain' {
    const { held } = this;
    const found = lookAt({ buffer: held.text, here, before: held.before(at, here), final, isKnownName: this.deps.isKnownName });
    switch (found.kind) {
      case 'plain':
        return 'plain';
      case 'wait':
        return this.holdFrom(at, here);
      case 'thought':
        held.give(at, here);
        this.opaque = Opaque.thought(found.opening);
        return held.skip(found.opening.end);
      case 'thought_end':
      case 'header':
        held.give(at, here);
        if (found.kind === 'thought_end') this.out({ kind: 'thought_end' });
        held.startLine();
        return held.skip(found.end);
      case 'quoting':
        return this.quote(at, found.end, Opaque.until(found.closer));
      case 'call':
        held.giveInLine(at, here);
        return this.attempt(here, here, final, 'markup');
      case 'noise':
        return this.noise(at, here, found.marker, final);
    }
  }

  /** A token that leaked out of the template, unless somebody writes about it. */
  private noise(at: number, here: number, { end, open }: Marker, final: boolean): Next | 'plain' {
    const { held } = this;
    if (open && !final) return this.holdFrom(at, here);
    if (!final && held.text.length < end + 40 && /^[^\S\n]*$/.test(held.text.slice(end))) return this.holdFrom(at, here);
    if (!/^(?:\s*$|\s*\n|[<[{\w])/.test(held.text.slice(end, end + 40))) return 'plain';
    held.giveInLine(at, here);
    if (held.line.trim() === '') held.startLine();
    return held.skip(end);
  }
}

/** JSON and Python notation must have their lines for themselves. */
function standsAlone(act: Act, text: string, how: Notation): boolean {
  if (act.cut) return true;
  if (act.inFence && /\S/.test(text.slice(act.end))) return false;
  if (act.markup) return true;
  const after = text.slice(act.end, act.end + 80).split('\n', 1)[0] ?? '';
  return how !== 'markup' && /^\s*(?:#.*|\/\/.*|user|tool|system)?$/.test(after);
}
