import type { Posting } from '../store/postings.js';
import { stemsOf, wholeTerm } from '../words/words.js';
import type { ParsedQuery } from './query.js';
import type { RankFile } from './rank-file.js';

/** How the names of files fit a query: one number a file. */
export interface PathFit {
  /** Words of the query in the base name, worth more when few base names have them. */
  base: Float64Array;
  /** Share of the project's own sources that are written in the file's language. */
  language(file: number): number;
  /** Share of the words of the query's scope that the path has. */
  scope(file: number): number;
  /** Is the base name a name that the query has as a whole? */
  exactBase(file: number): number;
}

export function fitPaths(query: ParsedQuery, files: readonly RankFile[], postings: ReadonlyMap<string, readonly Posting[]>): PathFit {
  const base = new Float64Array(files.length);
  for (const [stem, weight] of query.stems) {
    const found = (postings.get(stem) ?? []).filter(({ counts }) => counts.base > 0);
    const worth = weight * Math.log(1 + (files.length - found.length + 0.5) / (found.length + 0.5));
    for (const { file, counts } of found) {
      const share = counts.base / (counts.base + 0.5) / Math.sqrt(Math.max(1, files[file]?.lengths.base ?? 1));
      base[file] = (base[file] ?? 0) + worth * share;
    }
  }
  const languages = languageShares(files);
  const pathOf = (file: number): string => files[file]?.path ?? '';
  return {
    base,
    language: (file) => languages.get(extensionOf(pathOf(file))) ?? 0,
    scope(file) {
      if (query.scope.size === 0) return 0;
      const stems = new Set(stemsOf(pathOf(file)));
      return [...query.scope].filter((stem) => stems.has(stem)).length / query.scope.size;
    },
    exactBase: (file) => Math.min(1, (query.names.get(wholeTerm(bareName(pathOf(file)))) ?? 0) / 2),
  };
}

function languageShares(files: readonly RankFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  let sources = 0;
  for (const { path, kind } of files) {
    if (!kind.source || kind.test || kind.doc || kind.generated) continue;
    sources++;
    counts.set(extensionOf(path), (counts.get(extensionOf(path)) ?? 0) + 1);
  }
  return new Map([...counts].map(([extension, count]) => [extension, count / sources]));
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The file's name up to its first dot. */
function bareName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\..*$/, '');
}
