import type { Posting } from '../store/postings.js';
import { stemsOf } from '../words/words.js';
import type { WordScores } from './bm25f.js';
import type { FeatureValues } from './features.js';
import type { ScoredPart } from './parts.js';
import type { ParsedQuery } from './query.js';
import type { RankFile } from './rank.js';

/** What the ranking knows of one file, for saying why it is there. */
export interface Evidence {
  named: boolean;
  file: number;
  info: RankFile;
  files: readonly RankFile[];
  query: ParsedQuery;
  words: WordScores;
  postings: ReadonlyMap<string, readonly Posting[]>;
  values: FeatureValues;
  parts: readonly ScoredPart[];
  /** A strong file that imports it. */
  strongest: number | undefined;
}

const MOST_REASONS = 5;

/** Short phrases for people, the weightiest first. */
export function explain(evidence: Evidence): string[] {
  const { named, info, query, words, values, parts, files } = evidence;
  const reasons: string[] = [];
  if (named) reasons.push('named in the query');
  const defined = parts.filter(({ symbol }) => stemsOf(symbol.name).some((stem) => query.stems.has(stem))).slice(0, 2);
  for (const { symbol } of defined) reasons.push(`defines ${symbol.name}`);
  const path = [...new Set(stemsOf(info.path))].filter((stem) => query.stems.has(stem));
  if (path.length > 0) reasons.push(`path matches ${path.slice(0, 3).join(', ')}`);
  const mentioned = mentionedWords(evidence, words);
  if (mentioned.length > 0) reasons.push(`mentions ${mentioned.join(', ')}`);
  const importer = evidence.strongest === undefined ? undefined : files[evidence.strongest];
  if (importer) reasons.push(`imported by ${importer.path}`);
  if (values.testPartner > 0.5) reasons.push('its test matches');
  if (values.history > 0.4) reasons.push('past commits about it match');
  if (values.activity > 0.5) reasons.push('changed recently');
  return reasons.slice(0, MOST_REASONS);
}

function mentionedWords({ file, postings, query }: Evidence, words: WordScores): string[] {
  return [...query.stems.keys()]
    .filter((stem) => postings.get(stem)?.some((posting) => posting.file === file && posting.counts.body > 0))
    .sort((a, b) => (words.idf.get(b) ?? 0) - (words.idf.get(a) ?? 0))
    .slice(0, 3);
}
