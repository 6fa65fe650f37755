import type { CodeSymbol } from '../../contract/context.js';
import type { Posting } from '../store/postings.js';
import { fitParts } from './fit-parts.js';
import { fitLines, type LineFit, linesIn } from './line-fit.js';
import type { ScoredPart } from './parts.js';
import type { ParsedQuery } from './query.js';

/** One candidate, seen closely. */
export interface CloseLook {
  /** Its postings by term. */
  postings: ReadonlyMap<string, Posting>;
  lines: LineFit;
  parts: ScoredPart[];
  /** Worth of its best symbol, and a little of the second. */
  bestPart: number;
  /** Score of the symbol that is likeliest meant. */
  likeliest: number;
}

/** In place of a score where no symbol has a word of the query. */
const UNLIKELY = -4;

/** More different words than this make a quoted text no rarer. */
const TELLING_WORDS = 3;

export function lookClosely(
  query: ParsedQuery,
  pool: readonly number[],
  postings: ReadonlyMap<string, readonly Posting[]>,
  idf: ReadonlyMap<string, number>,
  symbolsOf: (file: number) => readonly CodeSymbol[],
): Map<number, CloseLook> {
  const own = new Map(pool.map((file) => [file, new Map<string, Posting>()]));
  for (const [term, list] of postings) for (const posting of list) own.get(posting.file)?.set(term, posting);
  return new Map(
    [...own].map(([file, terms]) => {
      const lines = linesIn(terms);
      const parts = fitParts(query, idf, symbolsOf(file), lines);
      const [first = 0, second = 0] = parts.map(({ worth }) => worth).sort((a, b) => b - a);
      return [
        file,
        {
          postings: terms,
          lines: fitLines(query, idf, lines),
          parts,
          bestPart: first + 0.3 * second,
          likeliest: Math.max(UNLIKELY, parts[0]?.score ?? UNLIKELY),
        },
      ];
    }),
  );
}

/** Worth of the quoted texts that a file has on one line: rarer ones and longer ones tell more. */
export function literalWorth(query: ParsedQuery, looks: ReadonlyMap<number, CloseLook>): (look: CloseLook) => number {
  const frequency = query.literals.map((_, index) => [...looks.values()].filter(({ lines }) => lines.literals.includes(index)).length);
  const worth = query.literals.map((stems, index) => Math.log(1 + looks.size / Math.max(1, frequency[index] ?? 0)) * Math.min(TELLING_WORDS, stems.length));
  return ({ lines }) => lines.literals.reduce((sum, index) => sum + (worth[index] ?? 0), 0);
}
