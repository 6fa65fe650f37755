import { stemsOf } from '../words/words.js';

/** What past commits say: newest first; `files` are indexes into `paths`. */
export interface History {
  paths: string[];
  commits: Array<{ files: number[]; stems: string[] }>;
}

/** Commits that touch more files than this are sweeps (formatting, renames) and tell nothing about one of them. */
const WIDEST_COMMIT = 24;
export const HISTORY_FORMAT = '--format=%x01%s%n%b%x02';

/** Reads the output of `git log --name-only -z` with `HISTORY_FORMAT`. */
export function parseHistory(output: string): History {
  const indexes = new Map<string, number>();
  const commits: History['commits'] = [];
  for (const record of output.split('\x01').slice(1)) {
    const [message = '', names = ''] = record.split('\x02');
    const paths = names
      .split('\0')
      .map((name) => name.replace(/^\n+/, ''))
      .filter(Boolean);
    if (paths.length === 0 || paths.length > WIDEST_COMMIT) continue;
    const files = paths.map((path) => {
      const known = indexes.get(path) ?? indexes.size;
      indexes.set(path, known);
      return known;
    });
    commits.push({ files, stems: [...new Set(stemsOf(message.slice(0, 1_000)))].slice(0, 40) });
  }
  return { paths: [...indexes.keys()], commits };
}

export interface HistoryScores {
  /** How well the messages of commits that touched the file fit the query. */
  words: Float64Array;
  /** How often, and how lately, it was changed. */
  activity: Float64Array;
}

/** One number a file; `fileOf` gives the index in the collection of a path in the history, or undefined when it is gone. */
export function scoreHistory(history: History, terms: ReadonlyMap<string, number>, size: number, fileOf: (path: string) => number | undefined): HistoryScores {
  const words = new Float64Array(size);
  const activity = new Float64Array(size);
  const files = history.paths.map(fileOf);
  const frequency = new Map<string, number>();
  for (const { stems } of history.commits) for (const stem of stems) if (terms.has(stem)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  for (const [age, commit] of history.commits.entries()) {
    const recency = 1 / (1 + age / 60);
    let fit = 0;
    for (const stem of commit.stems) {
      const weight = terms.get(stem);
      if (weight !== undefined) fit += weight * Math.log(1 + history.commits.length / (frequency.get(stem) ?? 1));
    }
    fit /= Math.sqrt(4 + commit.stems.length);
    const share = 1 / Math.sqrt(commit.files.length);
    for (const index of commit.files) {
      const file = files[index];
      if (file === undefined) continue;
      activity[file] = (activity[file] ?? 0) + recency * share;
      if (fit > 0) words[file] = (words[file] ?? 0) + fit * fit * share * (0.3 + recency);
    }
  }
  return { words, activity };
}

/** Files that were changed together with the given ones, weighted by them. */
export function scoreCoChange(history: History, strong: ReadonlyMap<number, number>, size: number, fileOf: (path: string) => number | undefined): Float64Array {
  const together = new Float64Array(size);
  const changes = new Float64Array(size);
  const files = history.paths.map(fileOf);
  for (const commit of history.commits) {
    const present = commit.files.map((index) => files[index]).filter((file) => file !== undefined);
    if (present.length > 10) continue;
    for (const file of present) changes[file] = (changes[file] ?? 0) + 1;
    for (const from of present) {
      const weight = strong.get(from);
      if (weight === undefined) continue;
      for (const to of present) if (to !== from) together[to] = (together[to] ?? 0) + weight / present.length;
    }
  }
  for (let file = 0; file < size; file++) together[file] = (together[file] ?? 0) / Math.sqrt(4 + (changes[file] ?? 0));
  return together;
}
