import type { CodeSymbol } from '../../contract/context.js';
import { termsOf, wholeTerm } from '../words/words.js';
import type { FileLines } from './line-fit.js';
import { type NameFit, type ScoredPart, scoreParts, type TermLines } from './parts.js';
import type { ParsedQuery } from './query.js';

/** A name written in the query is worth this much on each of its lines, times its weight. */
const NAME_WORTH = 2;

const NO_FIT: NameFit = { worth: 0, exact: 0, share: 0 };

/** Scores the symbols of one file after the other for a query. `idf`: rarity of a stem. */
export function fitParts(query: ParsedQuery, idf: ReadonlyMap<string, number>): (symbols: readonly CodeSymbol[], lines: FileLines) => ScoredPart[] {
  const worths = new Map<string, number>();
  let mass = 1e-3;
  for (const [stem, weight] of query.stems) {
    const worth = (idf.get(stem) ?? 0) * weight;
    mass += worth;
    worths.set(stem, worth);
  }
  // Thousands of names are asked for, and hardly any has a word of the query: no object for those.
  const fitName = (name: string): NameFit => {
    const { stems, whole } = termsOf(name);
    const exact = query.names.get(whole ?? wholeTerm(name)) ?? 0;
    let worth = 0;
    let found = 0;
    let different = 0;
    for (let at = 0; at < stems.length; at++) {
      const stem = stems[at] ?? '';
      if (stems.indexOf(stem) < at) continue;
      different++;
      const own = worths.get(stem) ?? 0;
      if (own <= 0) continue;
      found++;
      worth += own / Math.sqrt(stems.length);
    }
    return exact === 0 && found === 0 ? NO_FIT : { worth: 1.5 * exact + worth, exact, share: found / different };
  };
  return (symbols, lines) => {
    if (symbols.length === 0) return [];
    const terms: TermLines[] = [];
    for (const [stem, worth] of worths) if (lines.has(stem)) terms.push({ worth, titleWorth: query.title.has(stem) ? worth : 0, lines: lines.of(stem) });
    for (const [name, weight] of query.names) if (lines.has(name)) terms.push({ worth: NAME_WORTH * weight, titleWorth: 0, lines: lines.of(name) });
    return scoreParts(symbols, terms, mass, fitName);
  };
}
