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
  for (const [term, list] of postings) for (let at = 0; at < list.length; at++) note(list[at], term, own);
  const scoreSymbols = fitParts(query, idf);
  const looks = new Map<number, CloseLook>();
  for (const [file, terms] of own) {
    const lines = linesIn(terms);
    const parts = scoreSymbols(symbolsOf(file), lines);
    looks.set(file, {
      postings: terms,
      lines: fitLines(query, idf, lines),
      parts,
      bestPart: worthOfBest(parts),
      likeliest: Math.max(UNLIKELY, parts[0]?.score ?? UNLIKELY),
    });
  }
  return looks;
}

function note(posting: Posting | undefined, term: string, own: ReadonlyMap<number, Map<string, Posting>>): void {
  if (posting) own.get(posting.file)?.set(term, posting);
}

/** Of the best symbol, and three tenths of the second. */
function worthOfBest(parts: readonly ScoredPart[]): number {
  let first = 0;
  let second = 0;
  for (const { worth } of parts) {
    second = Math.max(second, Math.min(first, worth));
    first = Math.max(first, worth);
  }
  return first + 0.3 * second;
}

/** Worth of the quoted texts that a file has on one line: rarer ones and longer ones tell more. */
export function literalWorth(query: ParsedQuery, looks: ReadonlyMap<number, CloseLook>): (look: CloseLook) => number {
  const frequency = query.literals.map((_, index) => [...looks.values()].filter(({ lines }) => lines.literals.includes(index)).length);
  const worth = query.literals.map((stems, index) => Math.log(1 + looks.size / Math.max(1, frequency[index] ?? 0)) * Math.min(TELLING_WORDS, stems.length));
  return ({ lines }) => lines.literals.reduce((sum, index) => sum + (worth[index] ?? 0), 0);
}
