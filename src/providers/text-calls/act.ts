import { childTags } from './child-tags.js';
import { functionTags } from './function-tags.js';
import { gemmaCalls } from './gemma-calls.js';
import { harmonyCalls } from './harmony-calls.js';
import { jsonCalls } from './json-calls.js';
import { markerAt } from './markers.js';
import { namedCalls } from './named-calls.js';
import { matchAt, type Notation, type NotationContext, type RawCall, type Reading, skipBlank } from './notation.js';
import { pythonCalls } from './python-calls.js';
import { reactCalls } from './react-calls.js';

/** A run of calls with all the markup around them. */
export interface Act {
  calls: RawCall[];
  /** Where it ends; without calls, how far the text was read in vain. */
  end: number;
  /** A marker or tag of a calling format stands at its beginning; false for bare or fenced notations. */
  markup: boolean;
  /** The text ended inside a call. */
  cut: boolean;
  /** It ends inside a fence. */
  inFence: boolean;
  /** Nothing but wrappers: where the last of them begins, so that no one reads them all again from each. */
  lastWrapper?: number;
}

/** In this order: the more particular ones first. */
const NOTATIONS: readonly Notation[] = [harmonyCalls, functionTags, childTags, reactCalls, gemmaCalls, pythonCalls, namedCalls, jsonCalls];
const FENCE = /(`{3,}|~{3,})[ \t]*([\w+-]*)[ \t]*/y;
const COMMENT = /(?:#|\/\/)[^\n]*/y;
const SEPARATOR = /[;,]/y;
const STRAY_BRACKET = /[}\])]/y;
const MOST_STRAY = 3;
/** Wrappers one after another with nothing between them. */
const MOST_WRAPPERS = 8;

/** Languages of a fence that may hold a call. */
export function mayHoldCall(language: string): boolean {
  return ['', 'json', 'jsonc', 'xml', 'tool_call', 'tool_calls', 'tool_code', 'tool'].includes(language.toLowerCase());
}

/**
 * Reads wrappers, fences and notations from `at` for as long as they follow each other. Wrappers may be missing, doubled or not
 * closed, so they are only steps on the way; what counts is what stands between them.
 */
export function readAct(text: string, at: number, isKnownName: (name: string) => boolean): Act {
  return new ActReader(text, at, isKnownName).read();
}

/** What a step came to: the act goes on behind it, or ends before it; undefined when it was no such thing. */
type Step = 'on' | 'end' | undefined;

class ActReader {
  private readonly act: Act;
  private position: number;
  /** How far the text was read, also in vain. */
  private reached: number;
  private fences = 0;
  private opening: string | undefined;
  private stray = 0;
  private wrappers = 0;
  private lastWrapper: number;
  /** Nothing but blanks and noise was met. */
  private first = true;

  constructor(
    private readonly text: string,
    at: number,
    private readonly isKnownName: (name: string) => boolean,
  ) {
    this.act = { calls: [], end: at, markup: false, cut: false, inFence: false };
    this.position = at;
    this.reached = at;
    this.lastWrapper = at;
  }

  read(): Act {
    while (this.step() === 'on');
    const { act } = this;
    act.inFence = this.fences > 0;
    if (act.calls.length === 0 && !act.cut) act.end = Math.max(this.reached, this.position);
    return act;
  }

  private step(): Step {
    this.position = skipBlank(this.text, this.position);
    if (this.position >= this.text.length) {
      this.reached = this.position;
      return 'end';
    }
    const early = this.fence() ?? this.comment();
    if (early) return early;
    const read = readOne(this.text, this.position, { markup: this.act.markup, isKnownName: this.isKnownName });
    if (read && (read.calls.length > 0 || read.cut)) return this.take(read);
    const late = this.wrapper() ?? this.between();
    if (late) return late;
    this.reached = Math.max(this.position, read?.end ?? 0);
    return 'end';
  }

  private get hasCalls(): boolean {
    return this.act.calls.length > 0;
  }

  private fence(): Step {
    const fence = matchAt(FENCE, this.text, this.position);
    if (!fence) return undefined;
    const [all, marks, language = ''] = fence;
    const opens = this.fences === 0;
    // A fence in a fence shows one.
    if (opens ? !mayHoldCall(language) : language !== '' && marks !== this.opening) return 'end';
    if (!opens && !this.hasCalls) return 'end';
    if (opens) this.opening = marks;
    this.position += all.length;
    this.fences += opens ? 1 : -1;
    if (!opens) this.act.end = this.position;
    this.first = false;
    return 'on';
  }

  /** In a fence, or behind a call on its line. */
  private comment(): Step {
    const comment = this.fences > 0 || this.hasCalls ? matchAt(COMMENT, this.text, this.position) : null;
    if (!comment || (this.fences === 0 && this.text.slice(this.act.end, this.position).includes('\n'))) return undefined;
    this.position += comment[0].length;
    if (this.hasCalls) this.act.end = this.position;
    return 'on';
  }

  private take(read: Reading): Step {
    const { act } = this;
    if (this.first && isMarkup(this.text, this.position)) act.markup = true;
    this.wrappers = 0;
    act.calls.push(...read.calls);
    act.cut = read.cut ?? false;
    this.position = read.end;
    act.end = read.end;
    this.first = false;
    return act.cut ? 'end' : 'on';
  }

  private wrapper(): Step {
    const { act } = this;
    const marker = markerAt(this.text, this.position);
    if (!marker) return undefined;
    if (this.wrappers === MOST_WRAPPERS && !this.hasCalls) act.lastWrapper = this.lastWrapper;
    this.lastWrapper = this.position;
    if (marker.end <= this.position || this.wrappers >= MOST_WRAPPERS) return undefined;
    this.wrappers += 1;
    if (this.first) act.markup = marker.kind !== 'noise';
    if (marker.kind === 'call_end' && this.hasCalls && this.fences === 0) act.markup = true;
    if (this.hasCalls && marker.kind !== 'call') act.end = marker.end;
    if (marker.kind !== 'noise') this.first = false;
    this.position = marker.end;
    return 'on';
  }

  /** A sign that parts two calls, or a bracket too many behind one. */
  private between(): Step {
    if (!this.hasCalls) return undefined;
    if (!matchAt(SEPARATOR, this.text, this.position)) {
      if (this.stray >= MOST_STRAY || !matchAt(STRAY_BRACKET, this.text, this.position)) return undefined;
      this.stray += 1;
    }
    this.position += 1;
    this.act.end = this.position;
    return 'on';
  }
}

function readOne(text: string, at: number, context: NotationContext): Reading | undefined {
  let furthest: Reading | undefined;
  for (const notation of NOTATIONS) {
    const read = notation(text, at, context);
    if (read && (read.calls.length > 0 || read.cut)) return read;
    if (read && read.end > (furthest?.end ?? at)) furthest = read;
  }
  return furthest;
}

/** Tags and words that are a format of their own, without a wrapper. */
function isMarkup(text: string, at: number): boolean {
  return text[at] === '<' || /^(?:call:|to=|\**Action|function\s*<|[\w.:-]+\s*(?:\[ARGS\]|\[CALL_ID\]|<))/i.test(text.slice(at, at + 120));
}
