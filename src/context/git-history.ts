import { readHeadCommit } from '../lib/git-head.js';
import { runGit } from './scan/git-files.js';
import { HISTORY_FORMAT, type History, parseHistory } from './score/history.js';
import type { IndexStore } from './store/index-store.js';

/** So many commits back; older ones speak of a project that is no more. */
const MOST_COMMITS = 1_500;

/** What git says about past changes, kept with the index until HEAD moves. */
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

  /** The stored history; when HEAD moved it is read anew behind the scenes, and waited for only when there is none, at most `patience` ms. */
  async get(store: IndexStore, head: string | undefined, patience: number): Promise<History | undefined> {
    if (head === undefined) return undefined;
    const kept = store.history();
    const known = kept && parseKept(kept.data);
    if (known && kept.head === head) return known;
    this.refreshing ??= this.read(store, head);
    if (known) return known;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), patience);
    });
    return Promise.race([this.refreshing, late]).finally(() => clearTimeout(timer));
  }

  async settled(): Promise<void> {
    await this.refreshing;
  }

  private async read(store: IndexStore, head: string): Promise<History | undefined> {
    const args = [
      'log',
      '-n',
      String(MOST_COMMITS),
      '--no-merges',
      '--no-renames',
      '--no-show-signature',
      '--no-ext-diff',
      '--relative',
      '--name-only',
      '-z',
      HISTORY_FORMAT,
      head,
      '--',
    ];
    const output = await runGit(this.root, args, this.signal, 20_000);
    if (output === undefined) return undefined;
    const history = parseHistory(output.toString('utf8'));
    try {
      store.setHistory(head, JSON.stringify(history));
    } catch {
      // Not saved: it will be read again.
    }
    return history;
  }
}

function parseKept(data: string): History | undefined {
  try {
    return JSON.parse(data) as History;
  } catch {
    return undefined;
  }
}
