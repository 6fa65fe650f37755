import { readHeadCommit } from '../lib/git-head.js';
import { runGit } from './scan/git-files.js';
import { HISTORY_FORMAT, type History, parseHistory } from './score/history.js';
import { nameWords } from './score/path-words.js';
import type { IndexStore } from './store/index-store.js';

/** So many commits back; older ones speak of a project that is no more. */
const MOST_COMMITS = 1_500;
/** Reading what is new since the last time takes about as long as starting git: worth a short wait (milliseconds). */
const SHORT_WAIT = 150;
const LONGEST_READ = 20_000;

/** What git says about past changes, kept with the index. When HEAD moved on, only the new commits are read. */
export class GitHistory {
  private refreshing: Promise<History | undefined> | undefined;

  constructor(
    private readonly root: string,
    private readonly signal: AbortSignal,
  ) {}

  /** The commit that HEAD names: out of git's files where it is a plain branch, for starting git takes longer. */
  async head(signal: AbortSignal): Promise<string | undefined> {
    const plain = readHeadCommit(this.root);
    if (plain !== undefined) return plain;
    return runGit(this.root, ['rev-parse', 'HEAD'], signal).then((output) => output?.toString('utf8').trim() || undefined);
  }

  /** The history up to `head`. When it takes longer than `patience` ms to read: the one kept from before, if any, while reading goes on behind it. */
  async get(store: IndexStore, head: string | undefined, patience: number): Promise<History | undefined> {
    if (head === undefined) return undefined;
    const kept = store.history();
    const known = kept && parseKept(kept.data);
    if (known && kept.head === head) return known;
    this.refreshing ??= this.refresh(store, head, known && { head: kept.head, history: known }).finally(() => {
      this.refreshing = undefined;
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), known ? Math.min(patience, SHORT_WAIT) : patience);
    });
    return (await Promise.race([this.refreshing, late]).finally(() => clearTimeout(timer))) ?? known;
  }

  async settled(): Promise<void> {
    await this.refreshing;
  }

  private async refresh(store: IndexStore, head: string, before: { head: string; history: History } | undefined): Promise<History | undefined> {
    const newer = before && (await this.readSince(before.head, head));
    const history = newer && before ? joinHistories(newer, before.history) : await this.read([head]);
    if (!history || this.signal.aborted) return history;
    try {
      store.setHistory(head, JSON.stringify(history));
    } catch {
      // Not saved: it will be read again.
    }
    return history;
  }

  /** Undefined when the old commit is not one of the new one's past: a rebase, another branch. */
  private async readSince(old: string, head: string): Promise<History | undefined> {
    const isPast = await runGit(this.root, ['merge-base', '--is-ancestor', old, head], this.signal, LONGEST_READ);
    return isPast && this.read([head, `^${old}`]);
  }

  private async read(revisions: readonly string[]): Promise<History | undefined> {
    const shape = ['--no-merges', '--no-renames', '--no-show-signature', '--no-ext-diff', '--relative', '--name-only', '-z', HISTORY_FORMAT];
    const output = await runGit(this.root, ['log', '-n', String(MOST_COMMITS), ...shape, ...revisions, '--'], this.signal, LONGEST_READ);
    return output && parseHistory(output.toString('utf8'));
  }
}

function joinHistories(newer: History, older: History): History {
  const paths = [...newer.paths];
  const indexes = new Map(paths.map((path, index) => [path, index]));
  const moved = older.paths.map((path) => {
    const known = indexes.get(path);
    return known ?? paths.push(path) - 1;
  });
  const carried = older.commits.map(({ files, ...rest }) => ({ ...rest, files: files.map((file) => moved[file] ?? file) }));
  return { paths, names: nameWords(paths), commits: [...newer.commits, ...carried].slice(0, MOST_COMMITS) };
}

function parseKept(data: string): History | undefined {
  try {
    return JSON.parse(data) as History;
  } catch {
    return undefined;
  }
}
