import { stemsOf, wholeTerm } from '../words/words.js';
import { bareName } from './path-words.js';
import type { ParsedQuery } from './query.js';
import type { RankFile } from './rank-file.js';

/** How the name of a file fits a query: each 0 to 1. */
export interface PathFit {
  /** Share of the project's own sources that are written in the file's language. */
  language(file: number): number;
  /** Share of the words of the query's scope that the path has. */
  scope(file: number): number;
  /** Is the base name a name that the query has as a whole? */
  exactBase(file: number): number;
  /** Share of the base name's words that the query has, words of the first line counting most. */
  baseShare(file: number): number;
  /** The same for the folder that the file lies in. */
  folderShare(file: number): number;
}

export function fitPaths(query: ParsedQuery, files: readonly RankFile[]): PathFit {
  const languages = languageShares(files);
  const pathOf = (file: number): string => files[file]?.path ?? '';
  const shareOf = (name: string): number => {
    const stems = stemsOf(name);
    return stems.reduce((sum, stem) => sum + Math.min(1, query.stems.get(stem) ?? 0), 0) / Math.max(1, stems.length);
  };
  return {
    language: (file) => languages.get(extensionOf(pathOf(file))) ?? 0,
    scope(file) {
      if (query.scope.size === 0) return 0;
      const stems = new Set(stemsOf(pathOf(file)));
      return [...query.scope].filter((stem) => stems.has(stem)).length / query.scope.size;
    },
    exactBase: (file) => Math.min(1, (query.names.get(wholeTerm(bareName(pathOf(file)))) ?? 0) / 2),
    baseShare: (file) => shareOf(bareName(pathOf(file))),
    folderShare: (file) => shareOf(folderName(pathOf(file))),
  };
}

function languageShares(files: readonly RankFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  let sources = 0;
  for (let file = 0; file < files.length; file++) {
    const info = files[file];
    if (!info?.kind.source || info.kind.test || info.kind.doc || info.kind.generated) continue;
    sources++;
    const extension = extensionOf(info.path);
    counts.set(extension, (counts.get(extension) ?? 0) + 1);
  }
  return new Map([...counts].map(([extension, count]) => [extension, count / sources]));
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** Name of the innermost folder. */
function folderName(path: string): string {
  return path.split('/').at(-2) ?? '';
}
