import type { CodeSymbol } from '../../contract/context.js';

/** A symbol and how well its own lines fit the query. */
export interface ScoredPart {
  symbol: CodeSymbol;
  score: number;
}

/** One term of the query inside one file. */
export interface TermLines {
  term: string;
  /** Worth of the term: rarity times weight in the query. */
  worth: number;
  lines: readonly number[];
}

const NAMELESS = new Set(['import', 'field', 'property', 'enum_member', 'key', 'element', 'heading', 'variable', 'constant']);
/** Lines of a part of average size. */
const USUAL_LINES = 25;

/** Scores the symbols of one file: words on their lines, words in their names. Best first. `nameWorth` gives what a name's words are worth. */
export function scoreParts(symbols: readonly CodeSymbol[], terms: readonly TermLines[], nameWorth: (symbol: CodeSymbol) => number): ScoredPart[] {
  const parts: ScoredPart[] = [];
  for (const symbol of symbols) {
    const start = symbol.start_line ?? symbol.line;
    const size = symbol.end_line - start + 1;
    let score = 0;
    for (const { worth, lines } of terms) {
      const count = countBetween(lines, start, symbol.end_line);
      if (count > 0) score += (worth * count) / (count + 0.9 * (0.4 + (0.6 * size) / USUAL_LINES));
    }
    score += 1.2 * nameWorth(symbol);
    if (NAMELESS.has(symbol.kind)) score *= 0.6;
    if (score > 0) parts.push({ symbol, score });
  }
  return parts.sort((a, b) => b.score - a.score || a.symbol.line - b.symbol.line);
}

/** How many of the rising numbers lie between both ends, ends included. */
function countBetween(lines: readonly number[], from: number, to: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  let count = 0;
  while (low + count < lines.length && (lines[low + count] ?? Number.POSITIVE_INFINITY) <= to) count++;
  return count;
}
