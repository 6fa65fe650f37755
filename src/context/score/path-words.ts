import { stemsOf } from '../words/words.js';

/** The file's name up to its first dot. */
export function bareName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\..*$/, '');
}

/** The different stems of a path without its extension. */
export function pathWords(path: string): string[] {
  return [...new Set(stemsOf(path.slice(0, path.lastIndexOf('/') + 1) + bareName(path)))];
}

/** The words of many paths by number: of path `i` those that `of[i]` names in `words`. */
export interface PathNames {
  words: string[];
  of: number[][];
}

export function nameWords(paths: readonly string[]): PathNames {
  const numbers = new Map<string, number>();
  const of = paths.map((path) =>
    pathWords(path).map((word) => {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      return number;
    }),
  );
  return { words: [...numbers.keys()], of };
}
