import { linesOf, type Posting } from '../store/postings.js';
import type { ParsedQuery } from './query.js';

/** Where the words of the query stand in one file, line by line; lists are decoded once. */
export interface FileLines {
  /** Rising lines of a term; empty when it is not in the file. */
  of(term: string): readonly number[];
  has(term: string): boolean;
}

export function linesIn(postings: ReadonlyMap<string, Posting>): FileLines {
  const known = new Map<string, readonly number[]>();
  return {
    has: (term) => postings.has(term),
    of(term) {
      let lines = known.get(term);
      if (!lines) {
        const posting = postings.get(term);
        lines = posting ? linesOf(posting) : [];
        known.set(term, lines);
      }
      return lines;
    },
  };
}

/** How the words of a query stand together in a file. */
export interface LineFit {
  /** Worth of the words in the best stretch of lines. */
  window: number;
  /** Worth of neighbouring words that share a line. */
  phrases: number;
  /** Indexes of the quoted texts whose words all stand on one line. */
  literals: number[];
}

/** `idf`: rarity of a stem. */
export function fitLines(query: ParsedQuery, idf: ReadonlyMap<string, number>, lines: FileLines): LineFit {
  const rarity = (stem: string): number => idf.get(stem) ?? 0;
  const terms = [...query.stems].map(([stem, weight]) => ({ worth: rarity(stem) * weight, lines: lines.of(stem) })).filter(({ lines: own }) => own.length > 0);
  let phrases = 0;
  for (const [a, b] of query.pairs) if (lines.has(a) && lines.has(b) && meet(lines.of(a), lines.of(b))) phrases += Math.min(rarity(a), rarity(b));
  const literals = query.literals.flatMap((stems, index) => (onOneLine(stems, lines) ? [index] : []));
  return { window: bestWindow(terms), phrases, literals };
}

const WINDOW = 14;

/** The best sum over any `WINDOW` lines, where a word counts less each further time. */
function bestWindow(terms: ReadonlyArray<{ worth: number; lines: readonly number[] }>): number {
  // A place is one number, line before term: numbers are sorted without a comparison of ours.
  const places = new Float64Array(terms.reduce((sum, { lines }) => sum + lines.length, 0));
  let filled = 0;
  terms.forEach(({ lines }, term) => {
    for (let index = 0; index < lines.length; index++) places[filled++] = (lines[index] ?? 0) * terms.length + term;
  });
  places.sort();
  const counts = new Int32Array(terms.length);
  let sum = 0;
  let best = 0;
  const add = (term: number, step: 1 | -1): void => {
    const before = counts[term] ?? 0;
    const after = before + step;
    counts[term] = after;
    sum += (terms[term]?.worth ?? 0) * (after / (after + 0.6) - before / (before + 0.6));
  };
  const reach = WINDOW * terms.length;
  let low = 0;
  for (let index = 0; index < places.length; index++) {
    const place = places[index] ?? 0;
    const term = place % terms.length;
    add(term, 1);
    for (let oldest = places[low] ?? place; oldest - (oldest % terms.length) <= place - term - reach; oldest = places[++low] ?? place)
      add(oldest % terms.length, -1);
    best = Math.max(best, sum);
  }
  return best;
}

function onOneLine(stems: readonly string[], lines: FileLines): boolean {
  if (!stems.every((stem) => lines.has(stem))) return false;
  const [first = '', ...rest] = stems;
  return lines.of(first).some((line) => rest.every((stem) => lines.of(stem).includes(line)));
}

/** Do two rising lists have a number in common? */
function meet(a: readonly number[], b: readonly number[]): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) return true;
    if (difference < 0) i++;
    else j++;
  }
  return false;
}
