import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSandbox } from '../../src/security/sandbox.js';
import { createWorkspace } from '../../src/security/workspace.js';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sandbox-git-')));
  // Stands in for bubblewrap where it is not installed: runs what comes after `--`.
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/bwrap'), '#!/bin/sh\nwhile [ "$1" != "--" ]; do shift; done\nshift\nexec "$@"\n');
  chmodSync(join(folder, 'bin/bwrap'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.runIf(process.platform === 'linux')('only a git that may write gets the git folder, also that of a linked worktree', async () => {
  const main = join(folder, 'main');
  const linked = join(folder, 'linked');
  const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], { cwd: main });
  mkdirSync(main);
  git('init', '-q');
  git('commit', '-q', '--allow-empty', '-m', 'first');
  git('worktree', 'add', '-q', linked);
  const sandbox = (root: string) =>
    createSandbox({ mode: 'required', guard: createWorkspace({ root }), platform: 'linux', env: { PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}` } });

  const reading = await sandbox(main).program('git', ['status'], main);
  expect(reading.args.join(' ')).toContain(`--ro-bind ${join(main, '.git')}`);
  const writing = await sandbox(main).program('git', ['commit'], main, { writeGit: true });
  expect(writing.args.join(' ')).not.toContain(`--ro-bind ${join(main, '.git')}`);
  const inLinked = await sandbox(linked).program('git', ['commit'], linked, { writeGit: true });
  expect(inLinked.args.join(' ')).toContain(`--bind ${join(main, '.git')} ${join(main, '.git')}`);
  expect((await sandbox(linked).shell('git commit', linked)).args.join(' ')).not.toContain(`--bind ${join(main, '.git')}`);
});
