import type { CodeSymbol } from '../../contract/context.js';
import { termsOf, wholeTerm } from '../words/words.js';
import type { FileLines } from './line-fit.js';
import { type NameFit, type ScoredPart, scoreParts, type TermLines } from './parts.js';
import type { ParsedQuery } from './query.js';

/** A name written in the query is worth this much on each of its lines, times its weight. */
const NAME_WORTH = 2;

/** The symbols of one file, scored for a query. `idf`: rarity of a stem. */
export function fitParts(query: ParsedQuery, idf: ReadonlyMap<string, number>, symbols: readonly CodeSymbol[], lines: FileLines): ScoredPart[] {
  if (symbols.length === 0) return [];
  const worthOf = (stem: string): number => (idf.get(stem) ?? 0) * (query.stems.get(stem) ?? 0);
  const terms: TermLines[] = [];
  let mass = 1e-3;
  for (const stem of query.stems.keys()) {
    const worth = worthOf(stem);
    mass += worth;
    if (lines.has(stem)) terms.push({ worth, titleWorth: query.title.has(stem) ? worth : 0, lines: lines.of(stem) });
  }
  for (const [name, weight] of query.names) if (lines.has(name)) terms.push({ worth: NAME_WORTH * weight, titleWorth: 0, lines: lines.of(name) });
  const fitName = (name: string): NameFit => {
    const { stems, whole } = termsOf(name);
    const exact = query.names.get(whole ?? wholeTerm(name)) ?? 0;
    const different = [...new Set(stems)];
    const found = different.filter((stem) => worthOf(stem) > 0);
    const worth = 1.5 * exact + found.reduce((sum, stem) => sum + worthOf(stem) / Math.sqrt(stems.length), 0);
    return { worth, exact, share: found.length / Math.max(1, different.length) };
  };
  return scoreParts(symbols, terms, mass, fitName);
}
