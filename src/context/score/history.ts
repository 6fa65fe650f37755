import { stemsOf } from '../words/words.js';
import { type AlikeCommit, type Votes, voteOfCommits } from './alike-commits.js';

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

/** One number a file; `fileOf` gives the index in the collection of a path in the history, or undefined when it is gone. */
export function scoreHistory(history: History, terms: ReadonlyMap<string, number>, size: number, fileOf: (path: string) => number | undefined): HistoryScores {
  const bestMessage = new Float64Array(size);
  const activity = new Float64Array(size);
  const lengths = new Float64Array(size);
  const counts = new Map<string, Map<number, number>>();
  const files = history.paths.map(fileOf);
  const rarity = rarities(history, terms);
  const alike: AlikeCommit[] = [];
  let mass = 1e-9;
  for (const [stem, worth] of rarity) mass += worth * (terms.get(stem) ?? 0);
  for (const [age, commit] of history.commits.entries()) {
    const found = commit.stems.filter((stem) => terms.has(stem));
    const fit = found.reduce((sum, stem) => sum + (rarity.get(stem) ?? 0) * (terms.get(stem) ?? 0), 0);
    const likeness = fit / mass / Math.sqrt(0.5 + commit.stems.length / USUAL_MESSAGE);
    const share = 1 / Math.sqrt(commit.files.length);
    if (fit > 0) alike.push({ likeness: fit / Math.sqrt(USUAL_TITLE + commit.stems.length), files: commit.files.map((index) => files[index]) });
    for (const index of commit.files) {
      const file = files[index];
      if (file === undefined) continue;
      activity[file] = (activity[file] ?? 0) + share / (1 + age / 60);
      lengths[file] = (lengths[file] ?? 0) + share * commit.stems.length;
      if (fit === 0) continue;
      bestMessage[file] = Math.max(bestMessage[file] ?? 0, likeness * share * (0.5 + 0.5 / (1 + age / 200)));
      for (const stem of found) {
        const byFile = counts.get(stem) ?? new Map<number, number>();
        byFile.set(file, (byFile.get(file) ?? 0) + share);
        counts.set(stem, byFile);
      }
    }
  }
  return { messages: scoreMessages(counts, terms, lengths), bestMessage, activity, ...voteOfCommits(alike, size) };
}

/** Inverse document frequency of the query's stems among the messages. */
function rarities({ commits }: History, terms: ReadonlyMap<string, number>): Map<string, number> {
  const frequency = new Map<string, number>();
  for (const { stems } of commits) for (const stem of stems) if (terms.has(stem)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  return new Map([...frequency].map(([stem, count]) => [stem, Math.log(1 + commits.length / count)]));
}

/** BM25 over the messages of each file. */
function scoreMessages(counts: ReadonlyMap<string, ReadonlyMap<number, number>>, terms: ReadonlyMap<string, number>, lengths: Float64Array): Float64Array {
  const scores = new Float64Array(lengths.length);
  let touched = 0;
  let total = 0;
  for (const length of lengths) {
    total += length;
    if (length > 0) touched++;
  }
  const usual = total / Math.max(1, touched);
  for (const [stem, byFile] of counts) {
    const worth = (terms.get(stem) ?? 0) * Math.log(1 + (touched - byFile.size + 0.5) / (byFile.size + 0.5));
    for (const [file, count] of byFile) scores[file] = (scores[file] ?? 0) + (worth * count) / (count + 1.5 * (0.4 + (0.6 * (lengths[file] ?? 0)) / usual));
  }
  return scores;
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
