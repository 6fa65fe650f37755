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
  const act: Act = { calls: [], end: at, markup: false, cut: false, inFence: false };
  let position = at;
  let reached = at;
  let fences = 0;
  let opening: string | undefined;
  let stray = 0;
  let wrappers = 0;
  let lastWrapper = at;
  let first = true;
  for (;;) {
    position = skipBlank(text, position);
    if (position >= text.length) {
      reached = position;
      break;
    }
    const fence = matchAt(FENCE, text, position);
    if (fence) {
      const opens = fences === 0;
      // A fence in a fence shows one.
      if (opens ? !mayHoldCall(fence[2] ?? '') : fence[2] !== '' && fence[1] !== opening) break;
      if (!opens && act.calls.length === 0) break;
      if (opens) opening = fence[1];
      position += fence[0].length;
      fences += opens ? 1 : -1;
      if (!opens && act.calls.length > 0) act.end = position;
      first = false;
      continue;
    }
    const comment = fences > 0 || act.calls.length > 0 ? matchAt(COMMENT, text, position) : null;
    if (comment && (fences > 0 || !text.slice(act.end, position).includes('\n'))) {
      position += comment[0].length;
      if (act.calls.length > 0) act.end = position;
      continue;
    }
    const context: NotationContext = { markup: act.markup, isKnownName };
    const read = readOne(text, position, context);
    if (read && (read.calls.length > 0 || read.cut)) {
      if (first && isMarkup(text, position)) act.markup = true;
      wrappers = 0;
      act.calls.push(...read.calls);
      act.cut = read.cut ?? false;
      position = read.end;
      act.end = position;
      first = false;
      if (act.cut) break;
      continue;
    }
    const marker = markerAt(text, position);
    if (marker && wrappers === MOST_WRAPPERS && act.calls.length === 0) act.lastWrapper = lastWrapper;
    if (marker) lastWrapper = position;
    if (marker && marker.end > position && wrappers < MOST_WRAPPERS) {
      wrappers += 1;
      if (first) act.markup = marker.kind !== 'noise';
      if (marker.kind === 'call_end' && act.calls.length > 0 && fences === 0) act.markup = true;
      if (act.calls.length > 0 && marker.kind !== 'call') act.end = marker.end;
      if (marker.kind !== 'noise') first = false;
      position = marker.end;
      continue;
    }
    if (act.calls.length > 0 && matchAt(SEPARATOR, text, position)) {
      position += 1;
      act.end = position;
      continue;
    }
    if (act.calls.length > 0 && stray < MOST_STRAY && matchAt(STRAY_BRACKET, text, position)) {
      stray += 1;
      position += 1;
      act.end = position;
      continue;
    }
    reached = Math.max(position, read?.end ?? 0);
    break;
  }
  act.inFence = fences > 0;
  if (act.calls.length === 0 && !act.cut) act.end = Math.max(reached, position);
  return act;
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
