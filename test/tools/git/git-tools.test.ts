import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GIT_TOOLS } from '../../../src/tools/git/index.js';
import { type Bench, createBench } from '../support/tool-bench.js';

let bench: Bench;
const tool = (name: string) => {
  const found = GIT_TOOLS.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
};
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'init.defaultBranch=main', ...args], {
    cwd: bench.root,
    encoding: 'utf8',
    stdio: 'pipe',
  });
const text = async (name: string, args: Record<string, unknown> = {}): Promise<string> => (await bench.run(tool(name), args)).text;

beforeEach(() => {
  bench = createBench({ 'a.txt': 'one\n', 'b.txt': 'one\n' });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'first one');
});
afterEach(() => bench.close());

test('status, diff and log', async () => {
  bench.file('a.txt', 'two\n');
  bench.file('new ü.txt', 'n\n');
  expect(await text('git_status')).toBe('On branch main\nchanged, not staged:\n  modified: a.txt\nuntracked:\n  new ü.txt');
  expect(await text('git_diff')).toMatch(/^@@ -1 \+1 @@$[\s\S]*^-one$[\s\S]*^\+two$/m);
  expect(await text('git_diff', { path: 'b.txt' })).toMatch(/no uncommitted changes/);
  expect(await text('git_diff', { staged: true })).toMatch(/nothing is staged; untracked: new ü\.txt/);
  expect(await text('git_diff', { commit: 'HEAD' })).toMatch(/first one[\s\S]*\+one/);
  expect(await text('git_log', { n: 5 })).toMatch(/^[0-9a-f]{7,} \d{4}-\d\d-\d\d T: first one$/);
});

test('a deleted file has a diff and a history', async () => {
  rmSync(join(bench.root, 'a.txt'));
  expect(await text('git_diff', { path: 'a.txt' })).toMatch(/deleted file/);
  expect(await text('git_log', { path: 'a.txt' })).toMatch(/first one/);
});

test('protected files are named in a diff, never shown', async () => {
  bench.file('.env', 'KEY=hunter1\n');
  git('add', '-f', '.env');
  git('commit', '-qm', 'oops');
  bench.file('.env', 'KEY=hunter2\n');
  const shown = (await text('git_diff')) + (await text('git_diff', { commit: 'HEAD' }));
  expect(shown).toMatch(/not shown, protected: \.env/);
  expect(shown).not.toMatch(/hunter/);
});

describe('git_commit', () => {
  test('only the paths named, whatever else is staged', async () => {
    bench.file('a.txt', 'two\n');
    bench.file('b.txt', 'two\n');
    bench.file('c.txt', 'new\n');
    git('add', 'b.txt');
    await text('git_commit', { message: 'second', paths: ['a.txt', 'c.txt'] });
    expect(git('show', '--name-only', '--format=%s')).toBe('second\n\na.txt\nc.txt\n');
    expect(git('status', '--porcelain')).toBe('M  b.txt\n');
  });

  test('without paths: what is staged, else tracked changes; untracked files never', async () => {
    bench.file('a.txt', 'two\n');
    bench.file('c.txt', 'new\n');
    await text('git_commit', { message: 'second' });
    expect(git('show', '--name-only', '--format=')).toBe('a.txt\n');
    await expect(text('git_commit', { message: 'third' })).rejects.toMatchObject({ code: 'failed', message: expect.stringContaining('c.txt') });
  });

  test('hooks run, and one that refuses leaves everything as it was', async () => {
    bench.file('.git/hooks/pre-commit', '#!/bin/sh\necho "no tabs please" >&2\nexit 1\n');
    chmodSync(join(bench.root, '.git/hooks/pre-commit'), 0o755);
    bench.file('c.txt', 'new\n');
    await expect(text('git_commit', { message: 'x', paths: ['c.txt'] })).rejects.toMatchObject({ message: expect.stringContaining('no tabs please') });
    expect(git('status', '--porcelain')).toBe('?? c.txt\n');
  });

  test('refuses while there are conflicts', async () => {
    git('checkout', '-qb', 'side');
    bench.file('a.txt', 'side\n');
    git('commit', '-qam', 'side');
    git('checkout', '-q', 'main');
    bench.file('a.txt', 'main\n');
    git('commit', '-qam', 'main');
    expect(() => git('merge', 'side')).toThrow();
    await expect(text('git_commit', { message: 'x' })).rejects.toMatchObject({ code: 'failed', message: expect.stringMatching(/conflicts in a\.txt/) });
  });

  test('the first commit, a detached HEAD and a protected file', async () => {
    git('checkout', '-q', '--detach');
    bench.file('a.txt', 'two\n');
    await text('git_commit', { message: 'detached' });
    expect(git('log', '-1', '--format=%s')).toBe('detached\n');
    rmSync(join(bench.root, '.git'), { recursive: true });
    git('init', '-q');
    bench.file('.env', 'KEY=1\n');
    expect(await text('git_diff')).toMatch(/untracked/);
    await expect(text('git_commit', { message: 'x', paths: ['.'] })).rejects.toMatchObject({ code: 'denied' });
    await text('git_commit', { message: 'root', paths: ['a.txt'] });
    expect(git('log', '--format=%s')).toBe('root\n');
  });
});

test('branches: created, switched, deleted when merged; options are no names', async () => {
  await text('git_branch', { action: 'create', name: 'feature/x' });
  expect(await text('git_branch', { action: 'list' })).toMatch(/\* feature\/x/);
  await text('git_branch', { action: 'checkout', branch: 'main' });
  await text('git_branch', { action: 'delete', name: 'feature/x' });
  await expect(text('git_branch', { action: 'switch', name: '--orphan' })).rejects.toMatchObject({ code: 'invalid_args' });
  await expect(text('git_branch', { action: 'switch', name: 'nope' })).rejects.toMatchObject({ code: 'not_found' });
});

test('stash: aside and back', async () => {
  bench.file('a.txt', 'two\n');
  await text('git_stash', { action: 'push' });
  expect(bench.read('a.txt')).toBe('one\n');
  expect(await text('git_stash', { action: 'list' })).toMatch(/stash@\{0\}/);
  await text('git_stash', { action: 'pop' });
  expect(bench.read('a.txt')).toBe('two\n');
  await expect(text('git_stash', { action: 'pop' })).rejects.toMatchObject({ code: 'not_found' });
});

test('programs a repository names in its configuration do not run for reading', async () => {
  const marker = join(bench.root, 'ran');
  bench.file('.gitattributes', '* filter=evil diff=evil\n');
  for (const key of ['core.fsmonitor', 'diff.external', 'diff.evil.command', 'diff.evil.textconv', 'filter.evil.clean', 'core.pager'])
    git('config', key, `touch ${marker};cat`);
  bench.file('a.txt', 'two\n');
  await text('git_status');
  await text('git_diff');
  await text('git_diff', { commit: 'HEAD' });
  await text('git_log');
  expect(existsSync(marker)).toBe(false);
});

test('a commit that is an option is refused', async () => {
  await expect(text('git_diff', { commit: '--output=/tmp/x' })).rejects.toMatchObject({ code: 'invalid_args' });
});

test('outside a repository: not_found', async () => {
  rmSync(join(bench.root, '.git'), { recursive: true });
  for (const each of GIT_TOOLS) await expect(text(each.name, { message: 'x', action: 'list' })).rejects.toMatchObject({ code: 'not_found' });
});

describe('without the git program', () => {
  const path = process.env.PATH;
  beforeEach(() => {
    git('config', 'user.name', 'T');
    git('config', 'user.email', 't@example.org');
    bench.file('a.txt', 'two, and longer\n');
    bench.file('c.txt', 'new\n');
    process.env.PATH = '/nowhere';
  });
  afterEach(() => {
    process.env.PATH = path;
  });
  test('status, diff, log, commit and branch work', async () => {
    expect(await text('git_status')).toBe('On branch main\nchanged, not staged:\n  modified: a.txt\nuntracked:\n  c.txt');
    expect(await text('git_diff')).toMatch(/-one\n\+two/);
    expect(await text('git_log')).toMatch(/first one/);
    await text('git_commit', { message: 'second', paths: ['a.txt'] });
    await text('git_branch', { action: 'create', name: 'side' });
    process.env.PATH = path;
    expect(git('show', '--name-only', '--format=%s')).toBe('second\n\na.txt\n');
    expect(git('status', '--porcelain', '-b')).toBe('## side\n?? c.txt\n');
  });
  test('a hook it cannot run stops the commit', async () => {
    bench.file('.git/hooks/pre-commit', '#!/bin/sh\n');
    await expect(text('git_commit', { message: 'x' })).rejects.toMatchObject({ message: expect.stringContaining('pre-commit') });
  });
});
