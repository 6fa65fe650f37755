import { type Act, mayHoldCall, readAct } from './act.js';
import { type Marker, markerAt } from './markers.js';
import { matchAt, skipBlank } from './notation.js';
import { Opaque } from './opaque.js';
import { LOOKAHEAD, lookAt, PARTIAL_BRACKET } from './special.js';
import { beginsCall } from './word-start.js';

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

/** So much of a line is remembered. */
const MEMORY = 400;
const SPECIAL = /[<[`\n]/g;
const WORD_AT_START = /[A-Za-z_*][\w.:*-]*/y;

/**
 * Walks over an answer line by line and says what each stretch is. It waits only where what it has read could still become a call
 * or a thought, and decides nothing by looking at the end of what has come so far: so any chunking gives the same segments.
 */
export class Scanner {
  private buffer = '';
  private lineStart = true;
  private line = '';
  private code = 0;
  private opaque: Opaque | undefined;
  /** The buffer is not looked at again before it has this length. */
  private patience = 0;
  /** A run of calls stands at the beginning of the buffer: nothing more is decided before the end. */
  private found = false;

  constructor(
    private readonly deps: ScannerDeps,
    private readonly out: Sink,
  ) {}

  /** Whether text is held back. */
  get holding(): boolean {
    return this.buffer !== '';
  }

  push(chunk: string): void {
    this.buffer += chunk;
    if (this.found || this.buffer.length < this.patience) return;
    this.patience = 0;
    this.run(false);
  }

  end(): void {
    this.run(true);
    if (this.buffer !== '') this.out({ kind: this.opaque?.thinking ? 'thinking' : 'text', text: this.buffer });
    this.buffer = '';
  }

  private run(final: boolean): void {
    let position = 0;
    for (;;) {
      const next = this.opaque ? this.throughOpaque(position, final) : this.lineStart ? this.atLineStart(position, final) : this.inLine(position, final);
      if (next === undefined) break;
      position = next;
    }
    this.buffer = this.buffer.slice(this.keptFrom);
    this.keptFrom = 0;
  }

  /** Where the part of the buffer begins that was not given out. */
  private keptFrom = 0;

  private give(from: number, to: number, kind: 'text' | 'thinking' = 'text'): number {
    if (to > from) this.out({ kind, text: this.buffer.slice(from, to) });
    this.keptFrom = to;
    return to;
  }

  private throughOpaque(at: number, final: boolean): number | undefined {
    const opaque = this.opaque;
    if (!opaque || at >= this.buffer.length) return undefined;
    const kind = opaque.thinking ? 'thinking' : 'text';
    const { upTo, next } = opaque.read(this.buffer, at, final);
    this.give(at, upTo, kind);
    if (next === undefined) return undefined;
    this.keptFrom = next;
    this.opaque = undefined;
    const behind = this.buffer[next - 1];
    this.startLine(opaque.thinking || behind === '\n');
    if (!this.lineStart) this.line = 'x';
    return next;
  }

  private startLine(fresh: boolean): void {
    this.lineStart = fresh;
    if (fresh) this.line = '';
  }

  private atLineStart(at: number, final: boolean): number | undefined {
    const { buffer } = this;
    let start = at;
    while (buffer[start] === ' ' || buffer[start] === '\t' || buffer[start] === '\u00a0') start += 1;
    const rest = buffer.length - start;
    if (rest === 0 && start - at > MEMORY) return this.quoteLine(at);
    if (rest === 0) {
      if (!final) return undefined;
      if (start === at) return undefined;
      return this.give(at, start);
    }
    const first = buffer[start] ?? '';
    if (first === '\n') this.code = 0;
    if (first === '\n') return this.give(at, start + 1);
    const indent = buffer.slice(at, start);
    if (indent.length >= 4 || indent.includes('\t') || first === '>' || first === '|') return this.quoteLine(at);
    if ('`~"\'<'.includes(first)) {
      if (rest < 4 && !final) return undefined;
      const run = /^(?:`{3,}|~{3,})/.exec(buffer.slice(start, start + 20))?.[0];
      if (run) return this.atFence(at, start, run, final);
      const quotes = buffer.slice(start, start + 3);
      if (quotes === '"""' || quotes === "'''") return this.quote(at, start + 3, Opaque.until(quotes));
      if (buffer.startsWith('<!--', start)) return this.quote(at, start + 4, Opaque.until('-->'));
    }
    if (this.code === 0 && (first === '{' || (first === '[' && !matchAt(/\[\/?[A-Z_]{3,20}\]/iy, buffer, start)))) {
      if (first === '[' && !final && PARTIAL_BRACKET.test(buffer.slice(start, start + 30))) return undefined;
      if (first === '{' || /^\[\s*(?:[{[\w"']|$)/.test(buffer.slice(start, start + 60))) return this.attempt(at, start, final, 'block');
    }
    const word = this.code > 0 ? undefined : matchAt(WORD_AT_START, buffer, start)?.[0];
    if (word && word.length <= 80) {
      const after = skipBlank(buffer, start + word.length);
      const near = after - start < LOOKAHEAD;
      if (!final && near && (after >= buffer.length || ('<[t'.includes(buffer[after] ?? '') && after + 24 > buffer.length))) return undefined;
      if (near && beginsCall(buffer, word, start, after, this.deps.isKnownName)) return this.attempt(at, start, final, 'word');
    }
    this.lineStart = false;
    return this.inLine(at, final, start);
  }

  private quoteLine(at: number): number {
    return this.quote(at, at, Opaque.line());
  }

  private quote(at: number, to: number, opaque: Opaque): number {
    this.opaque = opaque;
    return this.give(at, to);
  }

  private atFence(at: number, start: number, run: string, final: boolean): number | undefined {
    const lineEnd = this.buffer.indexOf('\n', start);
    // Of a longer line only its beginning counts, for it must count the same when the rest has not come yet.
    const line = this.buffer.slice(start + run.length, lineEnd < 0 ? undefined : lineEnd).slice(0, LOOKAHEAD);
    if (lineEnd < 0 && !final && line.length < LOOKAHEAD) return undefined;
    const info = line.trim();
    const opaque = Opaque.fence(run);
    if (run[0] === '`' && info.includes('`')) {
      this.lineStart = false;
      return this.inLine(at, final, start);
    }
    if (!mayHoldCall(info)) return this.quote(at, start + run.length, opaque);
    return this.attempt(at, start, final, 'fence', opaque);
  }

  /** Tries to read calls at `start`; text that proves to be none is given out from `at`. */
  private attempt(at: number, start: number, final: boolean, how: 'block' | 'word' | 'fence' | 'markup', fence?: Opaque): number | undefined {
    const { buffer } = this;
    const act = readAct(buffer, start, this.deps.isKnownName);
    const settled = final || skipBlank(buffer, act.end) + LOOKAHEAD < buffer.length;
    if (!settled) {
      this.keptFrom = at;
      this.patience = Math.max((buffer.length - at) * 1.25, buffer.length - at + 24);
      return undefined;
    }
    const isCall = (act.calls.length > 0 || act.cut) && this.standsAlone(act, start, how) && this.deps.mayAct(act, this.line, how === 'fence');
    if (isCall) {
      if (!final) {
        this.found = true;
        this.keptFrom = at;
        return undefined;
      }
      this.give(at, start);
      this.out({ kind: 'act', raw: buffer.slice(start, act.end), act, line: this.line, fenced: how === 'fence' });
      this.keptFrom = act.end;
      this.startLine(false);
      const behind = skipBlank(buffer, act.end);
      if (behind >= buffer.length || buffer.slice(act.end, behind).includes('\n')) {
        this.startLine(true);
        return this.give(act.end, behind);
      }
      return act.end;
    }
    if (fence) return this.quote(at, start + 3, fence);
    if (how === 'block' && act.end > start && act.calls.length === 0) {
      const end = buffer[act.end - 1] === '}' || buffer[act.end - 1] === ']' ? act.end : start + 1;
      this.opaque = end === act.end ? Opaque.line() : Opaque.paragraph();
      return this.give(at, Math.max(act.end, start + 1));
    }
    const to = Math.max(act.calls.length > 0 || act.cut ? act.end : (act.lastWrapper ?? this.markupEnd(start)), start + 1);
    this.lineStart = false;
    this.remember(buffer.slice(start, to));
    return this.give(at, to);
  }

  private markupEnd(start: number): number {
    return markerAt(this.buffer, start)?.end ?? start + 1;
  }

  /** JSON and Python notation must have their lines for themselves. */
  private standsAlone(act: Act, start: number, how: string): boolean {
    if (act.cut) return true;
    if (act.inFence && /\S/.test(this.buffer.slice(act.end))) return false;
    if (act.markup) return true;
    const after = this.buffer.slice(act.end, act.end + 80).split('\n', 1)[0] ?? '';
    return how !== 'markup' && /^\s*(?:#.*|\/\/.*|user|tool|system)?$/.test(after) && start >= 0;
  }

  private inLine(at: number, final: boolean, from = at): number | undefined {
    const { buffer } = this;
    SPECIAL.lastIndex = from;
    for (let found = SPECIAL.exec(buffer); found; found = SPECIAL.exec(buffer)) {
      const here = found.index;
      const character = found[0];
      if (character === '\n') {
        const text = this.line + buffer.slice(at, here);
        const quotes = ['"""', "'''"].find((mark) => text.split(mark).length % 2 === 0);
        if (quotes) this.opaque = Opaque.until(quotes);
        this.startLine(true);
        return this.give(at, here + 1);
      }
      if (character === '`') {
        const run = matchAt(/`{1,64}/y, buffer, here)?.[0].length ?? 1;
        if (!final && run < 64 && here + run >= buffer.length) return this.holdFrom(at, here);
        this.code = this.code === 0 ? run : this.code === run ? 0 : this.code;
        SPECIAL.lastIndex = here + run;
        continue;
      }
      if (this.code > 0) continue;
      const next = this.atSpecial(at, here, final);
      if (next === 'plain') {
        SPECIAL.lastIndex = here + 1;
        continue;
      }
      return next;
    }
    this.remember(buffer.slice(at));
    this.give(at, buffer.length);
    return undefined;
  }

  private remember(text: string): void {
    this.line = (this.line + text.slice(-MEMORY)).slice(-MEMORY);
  }

  private holdFrom(at: number, here: number): undefined {
    this.remember(this.buffer.slice(at, here));
    this.give(at, here);
    return undefined;
  }

  private atSpecial(at: number, here: number, final: boolean): number | undefined | 'plain' {
    const { buffer } = this;
    const before = (this.line + buffer.slice(Math.max(at, here - MEMORY), here)).slice(-MEMORY);
    const found = lookAt({ buffer, here, before, final, isKnownName: this.deps.isKnownName });
    switch (found.kind) {
      case 'plain':
        return 'plain';
      case 'wait':
        return this.holdFrom(at, here);
      case 'thought':
        this.give(at, here);
        this.opaque = Opaque.thought(found.opening);
        this.keptFrom = found.opening.end;
        return found.opening.end;
      case 'thought_end':
      case 'header':
        this.give(at, here);
        if (found.kind === 'thought_end') this.out({ kind: 'thought_end' });
        this.keptFrom = found.end;
        this.startLine(true);
        return found.end;
      case 'quoting':
        return this.quote(at, found.end, Opaque.until(found.closer));
      case 'call':
        this.remember(buffer.slice(at, here));
        this.give(at, here);
        return this.attempt(here, here, final, 'markup');
      case 'noise':
        return this.noise(at, here, found.marker, final);
    }
  }

  /** A token that leaked out of the template, unless somebody writes about it. */
  private noise(at: number, here: number, { end, open }: Marker, final: boolean): number | undefined | 'plain' {
    if (open && !final) return this.holdFrom(at, here);
    if (!final && this.buffer.length < end + 40 && /^[^\S\n]*$/.test(this.buffer.slice(end))) return this.holdFrom(at, here);
    if (!/^(?:\s*$|\s*\n|[<[{\w])/.test(this.buffer.slice(end, end + 40))) return 'plain';
    this.remember(this.buffer.slice(at, here));
    this.give(at, here);
    this.keptFrom = end;
    if (this.line.trim() === '') this.startLine(true);
    return end;
  }
}
