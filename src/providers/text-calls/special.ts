import { ANSWER_HEADER, CALL_START, type Marker, markerAt, QUOTING_ELEMENT, STRAY_THOUGHT_END, type ThoughtOpening, thoughtAt } from './markers.js';
import { cleanName, matchAt } from './notation.js';

/** No marker, tag or header is longer. */
export const LOOKAHEAD = 200;
export const PARTIAL_BRACKET = /^\[\/?[A-Za-z_]{0,20}$/;
const PARTIAL_TAG = /^<(?:[/|｜]?[\w:▁.|｜-]*(?:[ =][^<>\n]*)?)?$/;
/** The beginning of a header of gpt-oss or gemma that is not whole yet. */
const PARTIAL_HEADER = /^<\|(?:channel\|?|start\|)>(?![\s\S]*<\|message\|>)[^\n]*$/;

/** What a `<` or `[` inside a line begins. */
export type Special =
  | { kind: 'plain' | 'wait' | 'call' }
  | { kind: 'thought'; opening: ThoughtOpening }
  | { kind: 'thought_end' | 'header'; end: number }
  | { kind: 'quoting'; end: number; closer: string }
  | { kind: 'noise'; marker: Marker };

export interface SpecialPlace {
  buffer: string;
  /** Offset of the character. */
  here: number;
  /** What stands before it on its line. */
  before: string;
  /** Nothing more will come. */
  final: boolean;
  isKnownName(name: string): boolean;
}

export function lookAt({ buffer, here, before, final, isKnownName }: SpecialPlace): Special {
  const tail = buffer.slice(here, here + LOOKAHEAD);
  if (!final && tail.length < LOOKAHEAD - 1 && (PARTIAL_TAG.test(tail) || PARTIAL_BRACKET.test(tail) || PARTIAL_HEADER.test(tail))) return { kind: 'wait' };
  const fresh = before.trim() === '';
  const quoted = /["'`“«「‘(]$/.test(before);
  const opening = quoted ? undefined : thoughtAt(buffer, here);
  if (opening && (fresh || opening.keep || /[.!?…。>\]]\s*$/.test(before))) return { kind: 'thought', opening };
  const stray = quoted ? null : matchAt(STRAY_THOUGHT_END, buffer, here);
  if (stray) {
    const end = here + stray[0].length;
    // Between two words it is somebody's who writes about it.
    const mayBeWord = /\S $/.test(before);
    if (mayBeWord && !final && /^ ?$/.test(buffer.slice(end))) return { kind: 'wait' };
    if (!mayBeWord || !/^ \S/.test(buffer.slice(end))) return { kind: 'thought_end', end };
  }
  const header = matchAt(ANSWER_HEADER, buffer, here);
  if (header && !/\bto=/.test(header[0])) return { kind: 'header', end: here + header[0].length };
  const quoting = fresh ? matchAt(QUOTING_ELEMENT, buffer, here) : null;
  if (quoting?.[1] && !isKnownName(quoting[1])) return { kind: 'quoting', end: here + quoting[0].length, closer: `</${quoting[1]}>` };
  const marker = markerAt(buffer, here);
  const starts = matchAt(CALL_START, buffer, here) !== null;
  const element = fresh ? matchAt(/<([A-Za-z_][\w-]*)>/y, buffer, here) : null;
  const isCall = starts || marker?.kind === 'call' || (element?.[1] !== undefined && isKnownName(cleanName(element[1])));
  if (isCall && !quoted) return { kind: 'call' };
  return marker?.kind === 'noise' && !quoted ? { kind: 'noise', marker } : { kind: 'plain' };
}
