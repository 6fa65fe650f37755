import type { Posting } from '../store/postings.js';
import { FIELDS, type Field, type FieldCounts } from '../words/file-terms.js';
import type { ParsedQuery } from './query.js';

/** How much a word in a field counts, and how strongly the field's length is held against it (BM25F; Robertson, Zaragoza, Taylor 2004). */
export interface FieldWeight {
  weight: number;
  b: number;
}

const FIELD_WEIGHTS: Record<Field, FieldWeight> = {
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
  /** By the words of the first line alone. */
  title: Float64Array;
  /** Worth of the words that the file has at all. */
  cover: Float64Array;
  /** Inverse document frequency of each term. */
  idf: Map<string, number>;
}

/** `postings`: for each term those of living files, `file` being the index in the collection. */
export function scoreWords(
  { stems, title: inTitle }: Pick<ParsedQuery, 'stems' | 'title'>,
  postings: ReadonlyMap<string, readonly Posting[]>,
  { size, lengths }: Collection,
): WordScores {
  const averages = averageLengths(lengths);
  const list = (): Float64Array => new Float64Array(size);
  const { total, title, cover, idf }: WordScores = { total: list(), title: list(), cover: list(), idf: new Map() };
  for (const [term, weight] of stems) {
    const found = postings.get(term) ?? [];
    const rarity = Math.log(1 + (size - found.length + 0.5) / (found.length + 0.5));
    idf.set(term, rarity);
    const worth = rarity * weight;
    const first = inTitle.has(term);
    // By number and written out: this runs once for every file with the word, in code that V8 has not made fast yet.
    for (let at = 0; at < found.length; at++) {
      const posting = found[at];
      const length = posting && lengths[posting.file];
      if (!length) continue;
      const { file, counts } = posting;
      const weighted =
        weigh(counts.body, length.body, averages.body, FIELD_WEIGHTS.body) +
        weigh(counts.names, length.names, averages.names, FIELD_WEIGHTS.names) +
        weigh(counts.comments, length.comments, averages.comments, FIELD_WEIGHTS.comments) +
        weigh(counts.path, length.path, averages.path, FIELD_WEIGHTS.path) +
        weigh(counts.base, length.base, averages.base, FIELD_WEIGHTS.base);
      cover[file] = (cover[file] ?? 0) + worth;
      const score = (worth * weighted) / (K1 + weighted);
      total[file] = (total[file] ?? 0) + score;
      if (first) title[file] = (title[file] ?? 0) + score;
    }
  }
  return { total, title, cover, idf };
}

/** Worth of a word that stands so often in a field: long fields are held against it. */
function weigh(count: number, length: number, average: number, { weight, b }: FieldWeight): number {
  return count === 0 ? 0 : weight * (count / (1 - b + (b * length) / (average || 1)));
}

function averageLengths(lengths: readonly FieldCounts[]): FieldCounts {
  const sums: FieldCounts = { body: 0, names: 0, comments: 0, path: 0, base: 0 };
  for (let file = 0; file < lengths.length; file++) {
    const length = lengths[file];
    if (!length) continue;
    sums.body += length.body;
    sums.names += length.names;
    sums.comments += length.comments;
    sums.path += length.path;
    sums.base += length.base;
  }
  for (const field of FIELDS) sums[field] /= Math.max(1, lengths.length);
  return sums;
}
