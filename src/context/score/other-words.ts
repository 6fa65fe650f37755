import { likeness } from './like-words.js';
import { pathWords } from './path-words.js';
import type { ParsedQuery } from './query.js';

/** What speaks for a path that does not have the query's own words. */
export interface OtherWords {
  /** How much of the first line is in words like those of the path, times five: mostly it is little. */
  likeWords(file: number): number;
  /** How many of its words are what past commits meant by those of the query. */
  pastWords(file: number): number;
}

/** A whole first line of such words is never seen. */
const SCALE = 5;

/** `idf`: rarity of a stem; `meant`: what past commits meant by the query's words. */
export function fitOtherWords(
  { title }: Pick<ParsedQuery, 'title'>,
  idf: ReadonlyMap<string, number>,
  meant: ReadonlyMap<string, number> | undefined,
  pathOf: (file: number) => string,
): OtherWords {
  const terms: Array<{ stem: string; worth: number }> = [];
  let mass = 1e-6;
  for (const [stem, weight] of title) {
    const worth = weight * (idf.get(stem) ?? 0);
    mass += worth;
    terms.push({ stem, worth });
  }
  const likeTerms = new Map<string, Float64Array>();
  const likenessOf = (word: string): Float64Array => {
    const known = likeTerms.get(word) ?? Float64Array.from(terms, ({ stem }) => likeness(word, stem));
    likeTerms.set(word, known);
    return known;
  };
  const wordsOf = new Map<number, string[]>();
  const words = (file: number): string[] => {
    const known = wordsOf.get(file) ?? pathWords(pathOf(file));
    wordsOf.set(file, known);
    return known;
  };
  return {
    likeWords(file) {
      const own = words(file);
      let sum = 0;
      terms.forEach(({ stem, worth }, term) => {
        if (own.includes(stem)) return;
        let best = 0;
        for (const word of own) best = Math.max(best, likenessOf(word)[term] ?? 0);
        sum += worth * best;
      });
      return (SCALE * sum) / mass;
    },
    pastWords(file) {
      if (!meant) return 0;
      const own = words(file);
      let sum = 0;
      for (const word of own) sum += meant.get(word) ?? 0;
      return sum / Math.sqrt(Math.max(1, own.length));
    },
  };
}
