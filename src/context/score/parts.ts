import type { CodeSymbol } from '../../contract/context.js';

/** What is known of a symbol about one query. */
export const PART_FEATURES = ['fit', 'titleCover', 'nameShare', 'exactName', 'isValue', 'isType', 'isMethod', 'isNested', 'size'] as const;
export type PartValues = Record<(typeof PART_FEATURES)[number], number>;

/** Learned like those of files (docs/RANKING.md), from the functions and types that commits changed. */
const PART_WEIGHTS: PartValues = {
  fit: 0.99,
  titleCover: 0.37,
  nameShare: 0.33,
  exactName: 0.59,
  isValue: -2.15,
  isType: -1.3,
  isMethod: 1.08,
  isNested: -0.64,
  size: 2.54,
};

/** A symbol and how well its own lines fit the query. */
export interface ScoredPart {
  symbol: CodeSymbol;
  /** Worth of its words and name: for comparing files. */
  worth: number;
  /** How likely it is what the query is about: for choosing symbols. */
  score: number;
  values: PartValues;
}

/** One term of the query inside one file. */
export interface TermLines {
  /** Worth of the term: rarity times weight in the query. */
  worth: number;
  /** Its worth among the words of the first line; 0 when it is not there. */
  titleWorth: number;
  lines: readonly number[];
}

/** How a symbol's name fits the query. */
export interface NameFit {
  worth: number;
  /** Share of its words that the query has. */
  share: number;
  /** Weight of the whole name in the query. */
  exact: number;
}

const VALUES = new Set(['import', 'field', 'property', 'enum_member', 'key', 'element', 'heading', 'variable', 'constant']);
const TYPES = new Set(['class', 'interface', 'struct', 'type', 'enum', 'trait', 'impl', 'module', 'namespace']);
const METHODS = new Set(['method', 'constructor']);
/** Lines of a part of average size. */
const USUAL_LINES = 25;

/** Scores the symbols of one file: words on their lines, words in their names. Best first. `mass`: worth of all words of the query. */
export function scoreParts(symbols: readonly CodeSymbol[], terms: readonly TermLines[], mass: number, fitName: (name: string) => NameFit): ScoredPart[] {
  const parts: ScoredPart[] = [];
  for (const symbol of symbols) {
    const start = symbol.start_line ?? symbol.line;
    const size = symbol.end_line - start + 1;
    const name = fitName(symbol.name);
    let worth = 1.2 * name.worth;
    let title = 0;
    for (let at = 0; at < terms.length; at++) {
      const term = terms[at];
      const count = term ? countBetween(term.lines, start, symbol.end_line) : 0;
      if (!term || count === 0) continue;
      worth += (term.worth * count) / (count + 0.9 * (0.4 + (0.6 * size) / USUAL_LINES));
      title += term.titleWorth;
    }
    if (worth === 0) continue;
    const isValue = VALUES.has(symbol.kind);
    if (isValue) worth *= 0.6;
    const values: PartValues = {
      fit: Math.log(0.02 + worth / mass),
      titleCover: title / mass,
      nameShare: name.share,
      exactName: name.exact,
      isValue: isValue ? 1 : 0,
      isType: TYPES.has(symbol.kind) ? 1 : 0,
      isMethod: METHODS.has(symbol.kind) ? 1 : 0,
      isNested: symbol.parent ? 1 : 0,
      size: Math.log1p(size) / 6,
    };
    parts.push({ symbol, worth, score: weighPart(values), values });
  }
  return parts.sort((a, b) => b.score - a.score || a.symbol.line - b.symbol.line);
}

function weighPart(values: PartValues): number {
  let sum = 0;
  for (const feature of PART_FEATURES) sum += values[feature] * PART_WEIGHTS[feature];
  return sum;
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
