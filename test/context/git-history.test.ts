import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GitHistory } from '../../src/context/git-history.js';
import type { History } from '../../src/context/score/history.js';
import { IndexStore } from '../../src/context/store/index-store.js';
import { openDatabase } from '../../src/context/store/open-database.js';
import { project } from '../support/project.js';

const { signal } = new AbortController();

function git(root: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: root, encoding: 'utf8' }).trim();
}

function commit(root: string, path: string, message: string, ...how: string[]): void {
  writeFileSync(join(root, path), `${message} ${Math.random()}\n`);
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', message, ...how);
}

async function store(): Promise<IndexStore> {
  const { database, path } = await openDatabase(':memory:');
  return new IndexStore(database, path);
}

/** As plain lists, whatever numbers the paths have. */
const shown = (history: History | undefined) => history?.commits.map(({ files, stems }) => [files.map((file) => history.paths[file]), stems]);
const read = async (root: string, into: IndexStore) => new GitHistory(root, signal).get(into, git(root, 'rev-parse', 'HEAD'), 20_000);

describe('GitHistory', () => {
  it('what was kept and what is new make the same as reading all', async () => {
    const root = project();
    git(root, 'init', '-q');
    commit(root, 'a.ts', 'cache of tokens');
    commit(root, 'b.ts', 'parser');
    const kept = await store();
    expect(shown(await read(root, kept))).toHaveLength(2);
    commit(root, 'c.ts', 'router');
    commit(root, 'a.ts', 'queue');
    const later = new GitHistory(root, signal);
    await later.get(kept, git(root, 'rev-parse', 'HEAD'), 20_000);
    await later.settled();
    expect(kept.history()?.head).toBe(git(root, 'rev-parse', 'HEAD'));
    expect(shown(await read(root, kept))).toEqual(shown(await read(root, await store())));
    expect(shown(await read(root, kept))?.[0]).toEqual([['a.ts'], ['queue']]);
  });
  it('commits that are no longer part of the past are forgotten', async () => {
    const root = project();
    git(root, 'init', '-q');
    commit(root, 'a.ts', 'first');
    commit(root, 'b.ts', 'wrong');
    const kept = await store();
    await read(root, kept);
    commit(root, 'c.ts', 'right', '--amend');
    const first = new GitHistory(root, signal);
    await first.get(kept, git(root, 'rev-parse', 'HEAD'), 20_000);
    await first.settled();
    expect(shown(await read(root, kept))?.map(([, stems]) => stems)).toEqual([['right'], ['first']]);
  });
});
