import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import type { JudgedCall, SecurityDecision } from '../../src/contract/security.js';
import { createSecurityManager, type SecurityManager, type SecurityManagerOptions } from '../../src/security/security-manager.js';
import { createWorkspace, type WorkspaceOptions } from '../../src/security/workspace.js';

/** A workspace on disk with protected files, links that leave, a folder outside and a home. */
export interface Place {
  ws: string;
  outside: string;
  home: string;
  put(path: string, text?: string): void;
  link(path: string, target: string): void;
  guard(options?: Partial<WorkspaceOptions>): ReturnType<typeof createWorkspace>;
  judge(options?: Partial<SecurityManagerOptions>): SecurityManager;
  remove(): void;
}

export function makePlace(): Place {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-security-')));
  const [ws, outside, home] = ['ws', 'outside', 'home'].map((name) => join(top, name)) as [string, string, string];
  for (const folder of [ws, outside, home]) mkdirSync(folder);
  execFileSync('git', ['init', '-q', ws], { env: { PATH: process.env.PATH, HOME: home, GIT_CONFIG_NOSYSTEM: '1' } });
  const at = (path: string): string => (path.startsWith('/') ? path : join(ws, path));
  const place: Place = {
    ws,
    outside,
    home,
    put(path, text = 'text\n') {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    },
    link(path, target) {
      mkdirSync(dirname(at(path)), { recursive: true });
      symlinkSync(target, at(path));
    },
    guard: (options = {}) => createWorkspace({ root: ws, home, ocodeHome: join(home, '.ocode'), ...options }),
    judge: (options = {}) =>
      createSecurityManager({
        guard: place.guard(),
        flags: { allow_file_read: true, allow_file_write: true, allow_shell_exec: true, allow_git_ops: true },
        mode: 'default',
        interactive: false,
        home,
        ...options,
      }),
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
  for (const file of ['README.md', 'package.json', 'src/app.ts', 'src/index.ts', 'docs/a b.md', '.env', '.env.example', 'certs/server.pem', 'pkg/.env'])
    place.put(file);
  place.put(join(outside, 'secret.txt'));
  place.put(`${ws}-evil/secret.txt`);
  place.put(join(home, '.bashrc'));
  place.link('links/out', outside);
  place.link('links/src', '../src');
  place.link('links/env', '../.env');
  place.link('links/dangling', join(outside, 'not-yet'));
  return place;
}

/** A place with its careful judge for all tests of a file; removed when they are over. */
export function placeOfFile(): { place: Place; judge: SecurityManager } {
  const place = makePlace();
  afterAll(() => place.remove());
  return { place, judge: place.judge() };
}

export function command(text: string, cwd?: string): JudgedCall {
  return { tool: 'bash', kind: 'execute', accesses: [{ kind: 'execute', command: text, ...(cwd === undefined ? {} : { cwd }) }], args: { command: text } };
}

export async function verdict(judge: SecurityManager, text: string): Promise<SecurityDecision['verdict']> {
  return (await judge.decide(command(text))).verdict;
}
