import type { Posting } from '../store/postings.js';
import { FIELDS, type Field, type FieldCounts } from '../words/file-terms.js';

/** How much a word in a field counts, and how strongly the field's length is held against it (BM25F; Robertson, Zaragoza, Taylor 2004). */
export interface FieldWeight {
  weight: number;
  b: number;
}

export const FIELD_WEIGHTS: Record<Field, FieldWeight> = {
  body: { weight: 1, b: 0.2 },
  names: { weight: 4, b: 0.8 },
  comments: { weight: 2, b: 0.8 },
  path: { weight: 28, b: 0.4 },
  base: { weight: 9, b: 0 },
};
const K1 = 16;

export interface Collection {
  /** Files of the project. */
  size: number;
  lengths: readonly FieldCounts[];
}

/** What the words of a query found: one number a file in each list. */
export interface WordScores {
  total: Float64Array;
  fields: Record<Field, Float64Array>;
  /** Share of the query's weight (0 to 1) that stands anywhere in the file. */
  coverage: Float64Array;
  /** Inverse document frequency of each term. */
  idf: Map<string, number>;
}

/** `postings`: for each term those of living files, `file` being the index in the collection. */
export function scoreWords(terms: ReadonlyMap<string, number>, postings: ReadonlyMap<string, readonly Posting[]>, { size, lengths }: Collection): WordScores {
  const averages = averageLengths(lengths);
  const list = (): Float64Array => new Float64Array(size);
  const fields: Record<Field, Float64Array> = { body: list(), names: list(), comments: list(), path: list(), base: list() };
  const total = list();
  const coverage = list();
  const idf = new Map<string, number>();
  let mass = 0;
  for (const [term, weight] of terms) {
    const found = postings.get(term) ?? [];
    const rarity = Math.log(1 + (size - found.length + 0.5) / (found.length + 0.5));
    idf.set(term, rarity);
    const worth = rarity * weight;
    mass += worth;
    for (const { file, counts } of found) {
      const length = lengths[file];
      if (!length) continue;
      let weighted = 0;
      for (const field of FIELDS) {
        const count = counts[field];
        if (count === 0) continue;
        const { weight: fieldWeight, b } = FIELD_WEIGHTS[field];
        const share = count / (1 - b + (b * length[field]) / (averages[field] || 1));
        weighted += fieldWeight * share;
        fields[field][file] = (fields[field][file] ?? 0) + (worth * share) / (1.2 + share);
      }
      total[file] = (total[file] ?? 0) + (worth * weighted) / (K1 + weighted);
      coverage[file] = (coverage[file] ?? 0) + worth;
    }
  }
  if (mass > 0) for (let file = 0; file < size; file++) coverage[file] = (coverage[file] ?? 0) / mass;
  return { total, fields, coverage, idf };
}

function averageLengths(lengths: readonly FieldCounts[]): FieldCounts {
  const sums: FieldCounts = { body: 0, names: 0, comments: 0, path: 0, base: 0 };
  for (const length of lengths) for (const field of FIELDS) sums[field] += length[field];
  for (const field of FIELDS) sums[field] /= Math.max(1, lengths.length);
  return sums;
}
