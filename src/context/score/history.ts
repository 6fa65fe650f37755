import { stemsOf } from '../words/words.js';
import { type AlikeCommit, type Votes, voteOfCommits } from './alike-commits.js';
import { nameWords, type PathNames } from './path-words.js';

/** What past commits say: newest first; `files` are indexes into `paths`. */
export interface History {
  paths: string[];
  /** Words of the paths. */
  names: PathNames;
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
  const paths = [...indexes.keys()];
  return { paths, names: nameWords(paths), commits };
}

export interface HistoryScores extends Votes {
  /** How well all messages of commits that touched the file, taken as one text, fit the query (BM25). */
  messages: Float64Array;
  /** How well the best of them fits. */
  bestMessage: Float64Array;
  /** How often, and how lately, it was changed. */
  activity: Float64Array;
}

/** A message of average length has about so many different stems. */
const USUAL_MESSAGE = 20;
/** Messages shorter than a title are not preferred. */
const USUAL_TITLE = 4;

/** For each path of a history its index in the collection; undefined when it is gone. */
export type HistoryFiles = ReadonlyArray<number | undefined>;

/** Words of the query in the message of each commit. */
export interface WordsOfCommits {
  terms: ReadonlyMap<string, number>;
  found: ReadonlyArray<readonly string[]>;
}

export function wordsOfCommits({ commits }: History, terms: ReadonlyMap<string, number>): WordsOfCommits {
  return { terms, found: commits.map(({ stems }) => wordsAmong(stems, terms)) };
}

const NO_WORDS: readonly string[] = [];

/** Most messages have none of the query's words: no list for those. */
function wordsAmong(stems: readonly string[], terms: ReadonlyMap<string, number>): readonly string[] {
  let found: string[] | undefined;
  for (let at = 0; at < stems.length; at++) {
    const stem = stems[at] ?? '';
    if (!terms.has(stem)) continue;
    found ??= [];
    found.push(stem);
  }
  return found ?? NO_WORDS;
}

/** One number a file of the collection, which has `size`. */
export function scoreHistory({ commits }: History, files: HistoryFiles, { terms, found }: WordsOfCommits, size: number): HistoryScores {
  const bestMessage = new Float64Array(size);
  const activity = new Float64Array(size);
  const lengths = new Float64Array(size);
  const counts = new Map<string, Map<number, number>>();
  const rarity = rarities(found);
  const worthOf = (stem: string): number => (rarity.get(stem) ?? 0) * (terms.get(stem) ?? 0);
  const alike: AlikeCommit[] = [];
  let mass = 1e-9;
  for (const stem of rarity.keys()) mass += worthOf(stem);
  commits.forEach((commit, age) => {
    const own = found[age] ?? NO_WORDS;
    const words = commit.stems.length;
    const fit = own.reduce((sum, stem) => sum + worthOf(stem), 0);
    const likeness = fit / mass / Math.sqrt(0.5 + words / USUAL_MESSAGE);
    const share = 1 / Math.sqrt(commit.files.length);
    const recent = share / (1 + age / 60);
    if (fit > 0) alike.push({ likeness: fit / Math.sqrt(USUAL_TITLE + words), files: commit.files.map((index) => files[index]) });
    for (let at = 0; at < commit.files.length; at++) {
      const file = files[commit.files[at] ?? -1];
      if (file === undefined) continue;
      activity[file] = (activity[file] ?? 0) + recent;
      lengths[file] = (lengths[file] ?? 0) + share * words;
      if (fit === 0) continue;
      bestMessage[file] = Math.max(bestMessage[file] ?? 0, likeness * share * (0.5 + 0.5 / (1 + age / 200)));
      for (const stem of own) {
        const byFile = counts.get(stem) ?? new Map<number, number>();
        byFile.set(file, (byFile.get(file) ?? 0) + share);
        counts.set(stem, byFile);
      }
    }
  });
  return { messages: scoreMessages(counts, terms, lengths), bestMessage, activity, ...voteOfCommits(alike, size) };
}

/** Inverse document frequency of the query's stems among the messages. */
function rarities(found: ReadonlyArray<readonly string[]>): Map<string, number> {
  const frequency = new Map<string, number>();
  for (let at = 0; at < found.length; at++) for (const stem of found[at] ?? NO_WORDS) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  return new Map([...frequency].map(([stem, count]) => [stem, Math.log(1 + found.length / count)]));
}

/** BM25 over the messages of each file. */
function scoreMessages(counts: ReadonlyMap<string, ReadonlyMap<number, number>>, terms: ReadonlyMap<string, number>, lengths: Float64Array): Float64Array {
  const scores = new Float64Array(lengths.length);
  let touched = 0;
  let total = 0;
  for (let file = 0; file < lengths.length; file++) {
    const length = lengths[file] ?? 0;
    total += length;
    if (length > 0) touched++;
  }
  const usual = total / Math.max(1, touched);
  for (const [stem, byFile] of counts) {
    const worth = (terms.get(stem) ?? 0) * Math.log(1 + (touched - byFile.size + 0.5) / (byFile.size + 0.5));
    byFile.forEach((count, file) => {
      scores[file] = (scores[file] ?? 0) + (worth * count) / (count + 1.5 * (0.4 + (0.6 * (lengths[file] ?? 0)) / usual));
    });
  }
  return scores;
}

/** Of commits that touched more than this, each two files have little to do with each other. */
const FEW_FILES = 10;

/** Files that were changed together with the given ones, weighted by them. */
export function scoreCoChange({ commits }: History, files: HistoryFiles, strong: ReadonlyMap<number, number>, size: number): Float64Array {
  const together = new Float64Array(size);
  const changes = new Float64Array(size);
  const present: number[] = [];
  for (let age = 0; age < commits.length; age++) {
    const touched = commits[age]?.files ?? [];
    present.length = 0;
    for (let at = 0; at < touched.length; at++) {
      const file = files[touched[at] ?? -1];
      if (file !== undefined) present.push(file);
    }
    if (present.length > FEW_FILES) continue;
    for (let at = 0; at < present.length; at++) {
      const from = present[at] ?? 0;
      changes[from] = (changes[from] ?? 0) + 1;
      const weight = strong.get(from);
      if (weight === undefined) continue;
      for (const to of present) if (to !== from) together[to] = (together[to] ?? 0) + weight / present.length;
    }
  }
  for (let file = 0; file < size; file++) together[file] = (together[file] ?? 0) / Math.sqrt(4 + (changes[file] ?? 0));
  return together;
}
