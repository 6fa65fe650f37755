import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isToolError } from '../../src/contract/error.js';
import type { PathGuard, PathUse } from '../../src/contract/security.js';
import { makePlace, type Place } from './workbench.js';

let place: Place;
let guard: PathGuard;
beforeAll(() => {
  place = makePlace();
  execFileSync('mkfifo', [join(place.ws, 'pipe')]);
  place.link('loop-a', 'loop-b');
  place.link('loop-b', 'loop-a');
  linkSync(join(place.outside, 'secret.txt'), join(place.ws, 'hard.txt'));
  linkSync(join(place.ws, '.env'), join(place.ws, 'env-by-another-name.txt'));
  place.link('o', '.ocode');
  mkdirSync(join(place.ws, '.ocode'));
  place.link('link.ts', 'src/app.ts');
  guard = place.guard();
});
afterAll(() => place.remove());

function outcome(path: string, use: PathUse, by: PathGuard = guard): string {
  try {
    return by.display(by.resolve(path, use));
  } catch (error) {
    return isToolError(error) ? error.code : String(error);
  }
}

describe('outside is refused, reads too', () => {
  test.each([
    '../outside/secret.txt',
    '/etc/passwd',
    'src/../../outside/secret.txt',
    'nope/../../outside/x',
    '..//outside',
    '~/x',
    '~',
    '../ws-evil/secret.txt',
    'links/out/secret.txt',
    'links/out/../outside/secret.txt',
    'links/dangling',
    'links/out',
  ])('%s', (path) => {
    expect(outcome(path, 'read')).toBe('outside_workspace');
  });
  test('a name that begins like the workspace', () => {
    expect(outcome(`${place.ws}-evil/secret.txt`, 'read')).toBe('outside_workspace');
  });
});

describe('protected names', () => {
  const secret = [
    '.env',
    '.ENV',
    '.env.local',
    'pkg/.env',
    'certs/server.pem',
    'id_rsa',
    'a/id_ed25519',
    '.npmrc',
    '.netrc',
    '.aws/credentials',
    '.ssh/config',
    'links/env',
    'env-by-another-name.txt',
    '.git/config',
  ];
  test.each(secret)('%s is not read', (path) => expect(outcome(path, 'read')).toBe('denied'));
  const configuration = [
    '.git/hooks/pre-commit',
    '.git',
    '.Git/x',
    '.git./config',
    'sub/.git/config',
    '.ocode/settings.json',
    'o/settings.local.json',
    '.ocode/plugins/x.js',
    '.vscode/tasks.json',
    '.bashrc',
    '.zshrc',
    '.g\u200cit/config',
  ];
  test.each([...secret, ...configuration])('%s is not written', (path) => expect(outcome(path, 'write')).toBe('denied'));
  test.each([
    '.env.example',
    '.env.sample',
    '.env.local.example',
    'id_rsa.pub',
    'src/env.ts',
    '.gitignore',
    '.github/x.yml',
    '.gitlab-ci.yml',
    'server.key',
    'tasks.json',
    'ocode/settings.json',
    'x.pem.md',
    '.ocode/memory/a.md',
  ])('%s is ordinary', (path) => {
    expect(outcome(path, 'write')).toBe(path);
  });
  test('a key beside a certificate', () => {
    place.put('tls/server.crt');
    expect(outcome('tls/server.key', 'read')).toBe('denied');
  });
  test('exactly a file named in allowed_paths may be read, not written', () => {
    const open = place.guard({ extraRoots: ['.env'] });
    expect([outcome('.env', 'read', open), outcome('.env', 'write', open), outcome('pkg/.env', 'read', open)]).toEqual(['.env', 'denied', 'denied']);
  });
});

describe('files that are none, and links', () => {
  test.each(['pipe', 'loop-a', 'a\0b', '', 'x'.repeat(5000)])('%j is refused', (path) => expect(outcome(path, 'read')).toBe('denied'));
  test('devices and the kernel are refused even when the workspace is the whole disk', () => {
    const all = place.guard({ root: '/' });
    expect(['/dev/null', '/proc/self/environ', '/sys/x'].map((path) => outcome(path, 'read', all))).toEqual(['denied', 'denied', 'denied']);
  });
  test('a link inside is read, not written through; removing it removes the link', () => {
    expect([outcome('link.ts', 'read'), outcome('link.ts', 'write'), outcome('link.ts', 'delete'), outcome('links/out', 'delete')]).toEqual([
      'src/app.ts',
      'denied',
      'link.ts',
      'links/out',
    ]);
  });
  test('a hard link is read, not written', () => {
    expect([outcome('hard.txt', 'read'), outcome('hard.txt', 'write')]).toEqual(['hard.txt', 'denied']);
  });
});

test.each(['a..b.ts', '...', '[id].tsx', '-rf', '$(x).txt', 'new/deep/folder/x.ts', '~backup', 'a\nb'])('odd names are ordinary: %j', (path) => {
  expect(outcome(path, 'write')).toBe(path);
});

test('allowed and blocked folders', () => {
  const open = place.guard({ extraRoots: [place.outside], blockedPaths: [join(place.outside, 'private'), '**/*.sql', 'docs'] });
  expect(['secret.txt', 'private/x', 'a/b.sql'].map((name) => outcome(join(place.outside, name), 'read', open))).toEqual([
    join(place.outside, 'secret.txt'),
    'denied',
    'denied',
  ]);
  expect(outcome('docs/a b.md', 'read', open)).toBe('denied');
});

test('the git folder that a worktree names is protected', () => {
  place.put('wt/.git', 'gitdir: ../repo.d/worktrees/wt\n');
  place.put('repo.d/worktrees/wt/commondir', '../..\n');
  const tree = place.guard({ root: join(place.ws, 'wt'), extraRoots: [place.ws] });
  expect(['../repo.d/config', '../repo.d/hooks/x', '.git', 'new.ts'].map((path) => outcome(path, 'write', tree))).toEqual([
    'denied',
    'denied',
    'denied',
    'new.ts',
  ]);
});

test('readable answers without throwing', () => {
  const at = (path: string): string => join(place.ws, path);
  expect(['src/app.ts', '.env', 'links/env', 'links/out', 'links/src', 'pipe', 'env-by-another-name.txt'].map((path) => guard.readable(at(path)))).toEqual([
    true,
    false,
    false,
    false,
    true,
    false,
    false,
  ]);
  expect(guard.readable('/etc/passwd')).toBe(false);
});

test('the message says what to do', () => {
  expect(() => guard.resolve('../x', 'read')).toThrow(/--add-dir|allowed_paths/);
  expect(() => guard.resolve('.env', 'read')).toThrow(/allowed_paths/);
});
