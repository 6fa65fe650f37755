import { mayHoldCall } from './act.js';
import { matchAt, skipBlank } from './notation.js';
import { LOOKAHEAD, PARTIAL_BRACKET } from './special.js';
import { beginsCall } from './word-start.js';

/** More blanks at the beginning of a line than anybody writes before a call. */
const MOST_BLANKS = 400;
const WORD_AT_START = /[A-Za-z_*][\w.:*-]*/y;

/** What a line begins. `start` is where its text begins, behind the blanks. */
export type LineStart =
  | { kind: 'wait' | 'indented' }
  | { kind: 'blanks' | 'empty'; end: number }
  | { kind: 'fence'; start: number; run: string; mayHoldCall: boolean }
  | { kind: 'quoting'; end: number; closer: string }
  | { kind: 'call'; start: number; how: 'block' | 'word' }
  | { kind: 'plain'; start: number };

export interface LinePlace {
  buffer: string;
  /** Offset of the line. */
  at: number;
  /** Inline code was opened on a line before. */
  inCode: boolean;
  /** Nothing more will come. */
  final: boolean;
  isKnownName(name: string): boolean;
}

export function lookAtLineStart({ buffer, at, inCode, final, isKnownName }: LinePlace): LineStart {
  let start = at;
  while (buffer[start] === ' ' || buffer[start] === '\t' || buffer[start] === '\u00a0') start += 1;
  const rest = buffer.length - start;
  if (rest === 0 && start - at > MOST_BLANKS) return { kind: 'indented' };
  if (rest === 0) return final && start > at ? { kind: 'blanks', end: start } : { kind: 'wait' };
  const first = buffer[start] ?? '';
  if (first === '\n') return { kind: 'empty', end: start + 1 };
  const indent = buffer.slice(at, start);
  if (indent.length >= 4 || indent.includes('\t') || first === '>' || first === '|') return { kind: 'indented' };
  if ('`~"\'<'.includes(first)) {
    if (rest < 4 && !final) return { kind: 'wait' };
    const run = /^(?:`{3,}|~{3,})/.exec(buffer.slice(start, start + 20))?.[0];
    if (run) return fence(buffer, start, run, final);
    const quotes = buffer.slice(start, start + 3);
    if (quotes === '"""' || quotes === "'''") return { kind: 'quoting', end: start + 3, closer: quotes };
    if (buffer.startsWith('<!--', start)) return { kind: 'quoting', end: start + 4, closer: '-->' };
  }
  if (inCode) return { kind: 'plain', start };
  if (first === '{' || (first === '[' && !matchAt(/\[\/?[A-Z_]{3,20}\]/iy, buffer, start))) {
    if (first === '[' && !final && PARTIAL_BRACKET.test(buffer.slice(start, start + 30))) return { kind: 'wait' };
    if (first === '{' || /^\[\s*(?:[{[\w"']|$)/.test(buffer.slice(start, start + 60))) return { kind: 'call', start, how: 'block' };
  }
  const word = matchAt(WORD_AT_START, buffer, start)?.[0];
  if (word && word.length <= 80) {
    const after = skipBlank(buffer, start + word.length);
    const near = after - start < LOOKAHEAD;
    if (!final && near && (after >= buffer.length || ('<[t'.includes(buffer[after] ?? '') && after + 24 > buffer.length))) return { kind: 'wait' };
    if (near && beginsCall(buffer, word, start, after, isKnownName)) return { kind: 'call', start, how: 'word' };
  }
  return { kind: 'plain', start };
}

function fence(buffer: string, start: number, run: string, final: boolean): LineStart {
  const lineEnd = buffer.indexOf('\n', start);
  // Of a longer line only its beginning counts, for it must count the same when the rest has not come yet.
  const line = buffer.slice(start + run.length, lineEnd < 0 ? undefined : lineEnd).slice(0, LOOKAHEAD);
  if (lineEnd < 0 && !final && line.length < LOOKAHEAD) return { kind: 'wait' };
  const info = line.trim();
  if (run[0] === '`' && info.includes('`')) return { kind: 'plain', start };
  return { kind: 'fence', start, run, mayHoldCall: mayHoldCall(info) };
}
