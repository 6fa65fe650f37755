import { oneLine } from '../lib/truncate.js';
import type { Captures, Span } from './captures.js';
import type { Lines } from './lines.js';

type Trivia = Span & { comment: boolean };

export interface Above {
  /** Where the attributes directly above the declaration start (comments not counted). */
  start: number;
  /** First line of the comment directly above. */
  doc: string | undefined;
}

const DOC_LENGTH = 160;

/** Comments and attributes in the order of the text. */
export function triviaOf(captures: Captures): Trivia[] {
  const marked =
    (comment: boolean) =>
    (span: Span): Trivia => ({ start: span.start, end: span.end, comment });
  return [...captures.comments.map(marked(true)), ...captures.attributes.map(marked(false))].sort((a, b) => a.start - b.start);
}

/**
 * Walks from a declaration upward over the comments and attributes that touch it.
 * A comment that shares its line with code above belongs to that code.
 */
export function lookAbove(text: string, lines: Lines, trivia: readonly Trivia[], declaration: number): Above {
  let start = declaration;
  let top = declaration;
  let comment: number | undefined;
  for (let at = lastBefore(trivia, declaration); at >= 0; at--) {
    const span = trivia[at];
    if (!span || span.end > top || !touches(text, span.end, top)) break;
    if (span.comment) {
      if (text.slice(lines.startOf(lines.at(span.start)), span.start).trim() !== '') break;
      comment = span.start;
    } else {
      start = span.start;
    }
    top = span.start;
  }
  return { start, doc: comment === undefined ? undefined : firstLine(text.slice(comment, declaration)) };
}

/** First telling line of a comment or documentation string, without its marks. */
export function firstLine(comment: string): string | undefined {
  for (const line of comment.split('\n', 40)) {
    const words = line
      .replace(/^\s*(?:\/\*+!?|\*+\/|\*+|\/\/[/!]*|#+!?|--+|;+|<!--|[rRbBuUfF]{0,2}(?:"""|'''|"|'))?\s*/, '')
      .replace(/\s*(?:\*+\/|-->|"""|'''|"|')\s*$/, '')
      .replace(/^<\/?(?:summary|p|remarks)>\s*|\s*<\/(?:summary|p)>$/g, '')
      .trim();
    if (/[\p{L}\p{N}]/u.test(words)) return oneLine(words, DOC_LENGTH);
  }
  return undefined;
}

/** Nothing but white space with at most one line break; some grammars count the break as part of the comment. */
function touches(text: string, end: number, top: number): boolean {
  let from = end;
  while (text.charCodeAt(from - 1) <= 32) from--;
  const gap = text.slice(from, top);
  return gap.trim() === '' && gap.split('\n').length <= 2;
}

function lastBefore(spans: readonly Span[], position: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
