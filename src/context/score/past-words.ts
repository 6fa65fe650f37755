import type { History, HistoryFiles, WordsOfCommits } from './history.js';
import type { ParsedQuery } from './query.js';

/** Commits that touch more files say little about the words of their paths. */
const WIDEST = 8;
/** A word in fewer messages than this says nothing sure. */
const FEWEST_MESSAGES = 2;
/** A word of a path must be so much (as a logarithm) likelier than by chance. */
const LEAST_LIFT = 0.2;

/**
 * What this project calls the query's words: for words of paths that the query does not have, how much likelier they are changed by commits whose messages
 * have words of the query's first line (`login` → `auth`).
 */
export function pastWords(
  history: History,
  files: HistoryFiles,
  { found }: WordsOfCommits,
  { title, stems }: Pick<ParsedQuery, 'title' | 'stems'>,
): Map<string, number> {
  const { words } = history.names;
  const { commits, usual, byStem } = countChanges(history, files, found, title);
  const lifts = new Float64Array(words.length);
  for (const [stem, { messages, changes }] of byStem) {
    if (messages < FEWEST_MESSAGES) continue;
    const weight = title.get(stem) ?? 0;
    for (let word = 0; word < words.length; word++) {
      const times = changes[word] ?? 0;
      if (times === 0) continue;
      const lift = Math.log((times + 1) / ((messages * (usual[word] ?? 0)) / commits + 1));
      if (lift > LEAST_LIFT) lifts[word] = (lifts[word] ?? 0) + weight * lift;
    }
  }
  const meant = new Map<string, number>();
  words.forEach((word, at) => {
    const lift = lifts[at] ?? 0;
    if (lift > 0 && !stems.has(word)) meant.set(word, lift);
  });
  return meant;
}

interface Changes {
  /** Commits that were looked at. */
  commits: number;
  /** How often paths with a word were changed; a commit is one, shared by its files. */
  usual: Float64Array;
  /** The same for the messages that have a stem of the query. */
  byStem: Map<string, { messages: number; changes: Float64Array }>;
}

function countChanges({ commits, names }: History, files: HistoryFiles, found: WordsOfCommits['found'], title: ReadonlyMap<string, number>): Changes {
  const size = names.words.length;
  // By path first: each path's words are gone through once.
  const byPath = new Float64Array(names.of.length);
  const result: Changes = { commits: 0, usual: new Float64Array(size), byStem: new Map() };
  for (let age = 0; age < commits.length; age++) {
    const touched = commits[age]?.files ?? [];
    let present = 0;
    for (let at = 0; at < touched.length; at++) if (files[touched[at] ?? -1] !== undefined) present++;
    if (present === 0 || present > WIDEST) continue;
    result.commits++;
    for (let at = 0; at < touched.length; at++) {
      const path = touched[at] ?? -1;
      if (files[path] !== undefined) byPath[path] = (byPath[path] ?? 0) + 1 / present;
    }
    for (const stem of found[age] ?? []) {
      if (!title.has(stem)) continue;
      const own = result.byStem.get(stem) ?? { messages: 0, changes: new Float64Array(size) };
      result.byStem.set(stem, own);
      own.messages++;
      for (const path of touched) if (files[path] !== undefined) addTo(own.changes, names.of[path], 1 / present);
    }
  }
  for (let path = 0; path < byPath.length; path++) if (byPath[path]) addTo(result.usual, names.of[path], byPath[path] ?? 0);
  return result;
}

function addTo(counts: Float64Array, words: readonly number[] | undefined, worth: number): void {
  if (!words) return;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    counts[word] = (counts[word] ?? 0) + worth;
  }
}
