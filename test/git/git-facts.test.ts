import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { describeGitFacts, gitFacts, readGitHead } from '../../src/git/index.js';
import { parseGitStatus } from '../../src/lib/git-status.js';

let folder: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: folder, encoding: 'utf8' });

/** For the rest of the test, a `git status` of this script. */
function gitSays(script: string): void {
  const programs = mkdtempSync(join(tmpdir(), 'facts-git-'));
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(join(programs, 'git'), `#!/bin/sh\ncase "$*" in *" status "*) ${script} ;; *) exec ${real} "$@" ;; esac\n`, { mode: 0o755 });
  vi.stubEnv('PATH', `${programs}:${process.env.PATH}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(programs, { recursive: true });
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'facts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('outside a repository there are no facts', async () => {
  expect(await gitFacts(folder)).toBeUndefined();
});

test('branch and counts, before and after the first commit, from a subfolder', async () => {
  git('init', '-q', '-b', 'trunk');
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'a b.txt'), '1');
  expect(await gitFacts(folder, { limit: 10_000 })).toMatchObject({ branch: 'trunk', dirtyCount: 1 });
  git('add', '.');
  git('commit', '-qm', 'first');
  expect(await gitFacts(join(folder, 'sub'), { limit: 10_000 })).toMatchObject({ branch: 'trunk', dirtyCount: 0 });
  git('checkout', '-q', '--detach');
  const facts = await gitFacts(folder, { limit: 10_000 });
  expect(facts?.branch).toBeUndefined();
  expect(describeGitFacts(facts ?? {})).toMatch(/^detached at [0-9a-f]{8}, clean$/);
});

test('a linked worktree has its own branch', () => {
  git('init', '-q', '-b', 'trunk');
  git('commit', '-q', '--allow-empty', '-m', 'first');
  git('worktree', 'add', '-q', '-b', 'side', 'linked');
  expect(readGitHead(join(folder, 'linked'))).toEqual({ branch: 'side' });
});

test.each([false, true])('programs named in the configuration of a repository are not run (through an include: %s)', async (included) => {
  git('init', '-q', '-b', 'trunk');
  writeFileSync(join(folder, '.gitattributes'), '* filter=evil\n');
  writeFileSync(join(folder, 'a.txt'), '1\n');
  git('add', '.');
  git('commit', '-qm', 'first');
  const target = included ? join(folder, '.git', 'more') : join(folder, '.git', 'config');
  if (included) git('config', 'include.path', 'more');
  const marker = join(folder, '.git', 'ran');
  for (const key of ['filter.evil.clean', 'core.fsmonitor', 'diff.external']) git('config', '-f', target, key, `touch ${marker};cat`);
  writeFileSync(join(folder, 'a.txt'), '2\n');
  expect(await gitFacts(folder, { limit: 10_000 })).toMatchObject({ dirtyCount: 1 });
  expect(existsSync(marker)).toBe(false);
});

test('porcelain v2: every kind of line', () => {
  const output = [
    '# branch.oid 1234567890abcdef',
    '# branch.head main',
    '# branch.upstream origin/main',
    '# branch.ab +2 -1',
    '1 .M N... 100644 100644 100644 aaa bbb with space.txt',
    '2 R. N... 100644 100644 100644 aaa bbb R100 new name',
    'old name',
    'u UU N... 100644 100644 100644 100644 aaa bbb ccc both.txt',
    '? untracked/',
    '',
  ].join('\0');
  expect(parseGitStatus(output)).toEqual({
    branch: 'main',
    commit: '12345678',
    upstream: 'origin/main',
    ahead: 2,
    behind: 1,
    entries: [
      { path: 'with space.txt', index: '.', worktree: 'M', conflict: false },
      { path: 'new name', from: 'old name', index: 'R', worktree: '.', conflict: false },
      { path: 'both.txt', index: 'U', worktree: 'U', conflict: true },
      { path: 'untracked/', index: '?', worktree: '?', conflict: false },
    ],
  });
});

test.each([
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
])('%s: a %s was begun', (file, operation) => {
  git('init', '-q', '-b', 'trunk');
  writeFileSync(join(folder, '.git', file), '');
  expect(readGitHead(folder)).toEqual({ branch: 'trunk', operation });
});

test.skipIf(process.platform === 'win32')('a repository that keeps its refs in a reftable: git says the branch', async () => {
  git('init', '-q', '-b', 'trunk');
  git('commit', '-q', '--allow-empty', '-m', 'first');
  writeFileSync(join(folder, '.git', 'HEAD'), 'ref: refs/heads/.invalid\n');
  expect(readGitHead(folder)).toEqual({});
  expect(describeGitFacts({})).toBe('a repository');
  // Older git knows no reftables: what a newer one says is put into its mouth.
  gitSays("printf '# branch.oid 1234567890\\0# branch.head trunk\\0'");
  expect(await gitFacts(folder, { limit: 10_000 })).toMatchObject({ branch: 'trunk', dirtyCount: 0 });
  gitSays("printf '# branch.oid 1234567890\\0# branch.head (detached)\\0'");
  expect(await gitFacts(folder, { limit: 10_000 })).toMatchObject({ detached: '12345678' });
});

test.each([
  [{ branch: 'a' }, 'branch a'],
  [{ branch: 'a', dirtyCount: 0 }, 'branch a, clean'],
  [{ branch: 'a', dirtyCount: 1, conflicts: 0, ahead: 0, behind: 0 }, 'branch a, 1 changed file'],
  [
    { branch: 'a', operation: 'merge' as const, dirtyCount: 3, conflicts: 2, ahead: 1, behind: 4 },
    'branch a, merge in progress, 3 changed files, 2 in conflict, ahead 1, behind 4',
  ],
  [{ detached: '12345678' }, 'detached at 12345678'],
])('%j is told as "%s"', (facts, words) => {
  expect(describeGitFacts(facts)).toBe(words);
});

test.skipIf(process.platform === 'win32')('what takes longer than its limit is left out', async () => {
  git('init', '-q', '-b', 'trunk');
  gitSays('exec sleep 30');
  expect(await gitFacts(folder, { limit: 100 })).toEqual({ branch: 'trunk' });
});
