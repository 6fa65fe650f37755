import type { Posting } from '../store/postings.js';
import { stemsOf } from '../words/words.js';
import type { FeatureValues } from './features.js';
import type { ScoredPart } from './parts.js';
import type { ParsedQuery } from './query.js';

/** What the ranking knows of one file, for saying why it is there. */
export interface Evidence {
  named: boolean;
  path: string;
  query: ParsedQuery;
  /** Rarity of the query's stems. */
  idf: ReadonlyMap<string, number>;
  /** The file's own postings by term. */
  postings: ReadonlyMap<string, Posting> | undefined;
  values: FeatureValues;
  parts: readonly ScoredPart[];
  /** A strong file that imports it. */
  importer: string | undefined;
}

const MOST_REASONS = 5;

/** Short phrases for people, the weightiest first. */
export function explain(evidence: Evidence): string[] {
  const { named, path, query, values, parts, importer } = evidence;
  const reasons: string[] = [];
  if (named) reasons.push('named in the query');
  const defined = parts.filter(({ values: { nameShare } }) => nameShare > 0).slice(0, 2);
  for (const { symbol } of defined) reasons.push(`defines ${symbol.name}`);
  if (values.literals > 0.5) reasons.push('has the quoted text');
  const written = (stems: readonly string[]): string => stems.map((stem) => query.spelling.get(stem) ?? stem).join(', ');
  const inPath = [...new Set(stemsOf(path))].filter((stem) => query.stems.has(stem));
  if (inPath.length > 0) reasons.push(`path matches ${written(inPath.slice(0, 3))}`);
  const mentioned = mentionedWords(evidence);
  if (mentioned.length > 0) reasons.push(`mentions ${written(mentioned)}`);
  if (importer !== undefined) reasons.push(`imported by ${importer}`);
  if (values.testedByStrong > 0.5) reasons.push('its test matches');
  if (values.messages > 0.4) reasons.push('past commits about it match');
  if (values.activity > 0.5) reasons.push('changed recently');
  return reasons.slice(0, MOST_REASONS);
}

function mentionedWords({ postings, query, idf }: Evidence): string[] {
  return [...query.stems.keys()]
    .filter((stem) => (postings?.get(stem)?.counts.body ?? 0) > 0)
    .sort((a, b) => (idf.get(b) ?? 0) - (idf.get(a) ?? 0))
    .slice(0, 3);
}
