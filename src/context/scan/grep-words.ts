import type { ParsedQuery } from '../score/query.js';
import { eachWord, termsOf } from '../words/words.js';
import { runGit } from './git-files.js';

/** Most words that are looked for, the longest first: each is one pass over the files. */
const MOST_WORDS = 8;
const LONGEST_WAIT = 1_000;

/**
 * Which files hold which stems of the query, found by `git grep` in files the index has not read yet. Empty outside git.
 * Knows neither how often nor where: enough to rank until the index is there.
 */
export async function grepWords(root: string, query: string, parsed: ParsedQuery, signal: AbortSignal): Promise<Map<string, string[]>> {
  const words = new Map<string, string>();
  eachWord(query, (word) => {
    for (const stem of termsOf(word).stems) {
      // The stem itself finds all forms of the word where it is a beginning of it.
      if (parsed.stems.has(stem) && stem.length > 2) words.set(stem, word.toLowerCase().includes(stem) ? stem : word);
    }
  });
  const wanted = [...words].sort((a, b) => b[1].length - a[1].length).slice(0, MOST_WORDS);
  const found = await Promise.all(
    wanted.map(async ([stem, word]) => {
      const output = await runGit(root, ['grep', '-z', '-l', '-i', '-I', '-F', '--untracked', '-e', word, '--', '.'], signal, LONGEST_WAIT);
      return [stem, output?.toString('utf8').split('\0').filter(Boolean) ?? []] as const;
    }),
  );
  return new Map(found);
}
