import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Received, Turn } from '../fakes/ollama-server.mjs';
import { REPOSITORY } from '../support/package.js';
import { BIN } from '../support/run-cli.js';
import { createWorld, type World } from '../support/world.js';

const page = readFileSync(join(REPOSITORY, 'docs/SCRIPTING.md'), 'utf8');

/** Title of a recipe -> what the model answers, and what must have come of it. A recipe without a line here fails. */
const EXPECTED: Record<string, { turns?: Turn[]; every?: (asked: string) => Turn; outcome(run: ShellRun): void }> = {
  'Write a commit message': {
    turns: ['Limit the queue\n\nIt grew without end.'],
    outcome: () => {
      expect(world.git('log', '-1', '--format=%B').trim()).toBe('Limit the queue\n\nIt grew without end.');
      expect(asked()).toContain('+export const limit = 3;');
    },
  },
  'Review a change in CI': {
    turns: [JSON.stringify({ ok: false, problems: ['limit is never used'] })],
    outcome: ({ code, stdout }) => {
      expect([code, stdout]).toEqual([1, 'limit is never used\nfalse\n']);
      expect(asked()).toContain('-export const limit = 1;');
    },
  },
  'Ask about many files': {
    every: (text) => `${/what (\S+) is for/.exec(text)?.[1]} has a purpose.`,
    outcome: ({ code, stdout, stderr }) => {
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.trim().split('\n').sort()).toEqual(['src/app.ts has a purpose.', 'src/queue.ts has a purpose.']);
    },
  },
  'Get data instead of prose': {
    turns: ['It reads two.', JSON.stringify({ settings: ['PORT', 'HOST'] })],
    outcome: ({ code, stdout }) => expect([code, stdout]).toEqual([0, 'PORT\nHOST\n']),
  },
  'Get an edit as a patch': {
    turns: [{ calls: [{ name: 'edit', args: { path: 'src/app.ts', edits: [{ old_text: 'limit', new_text: 'most' }] } }] }, 'Renamed.'],
    outcome: ({ code }) => {
      expect(code).toBe(0);
      expect(world.read('src/app.ts')).toBe('export const most = 2;\n');
      expect(world.read('change.patch')).toContain('+export const most = 2;');
    },
  },
  'Continue a session': {
    turns: ['Two files.', 'None of it.'],
    outcome: ({ code, stdout }) => {
      expect([code, stdout]).toEqual([0, 'None of it.\n']);
      for (const text of ['what is in src?', 'Two files.', 'and which of it is tested?', 'None of it.']) expect(world.read('talk.md')).toContain(text);
    },
  },
  'Follow a run while it works': {
    turns: [{ calls: [{ name: 'ls', args: {} }] }, { calls: [{ name: 'read', args: { path: 'nowhere.ts' } }] }, 'Seen.'],
    outcome: ({ code, stdout }) => expect([code, stdout]).toEqual([0, 'ls ok\nread not_found\n3 turns\n']),
  },
  'Act on the exit code': {
    turns: [{ status: 404, body: 'model "x" not found' }],
    outcome: ({ code, stdout }) => {
      expect([code, stdout]).toEqual([1, '']);
      expect(world.read('answer.txt')).toBe('');
    },
  },
  'Only find the files': {
    outcome: ({ code, stdout }) => {
      expect(code).toBe(0);
      expect(stdout).toContain('limit = 2');
      expect(world.server?.requests).toEqual([]);
    },
  },
};

interface ShellRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

describe.skipIf(process.platform === 'win32')('recipes of docs/SCRIPTING.md, run as they stand', () => {
  const recipes = readPage();

  it('are all known here', () => {
    expect(recipes.map(({ title }) => title)).toEqual(Object.keys(EXPECTED));
  });

  it.each(recipes)('$title', { timeout: 120_000 }, async ({ title, script }) => {
    const { turns = [], every, outcome } = EXPECTED[title] ?? { outcome: () => expect.unreachable() };
    makeRepository();
    await world.serve({ turns, ...(every ? { rest: (received: Received) => every(lastOf(received)) } : {}) });
    const run = await shell(script);
    outcome(run);
  });
});

function readPage(): Array<{ title: string; script: string }> {
  return page
    .slice(page.indexOf('## Recipes'))
    .split(/^### /m)
    .slice(1)
    .map((section) => ({ title: section.slice(0, section.indexOf('\n')), script: /^```sh\n([\s\S]*?)^```$/m.exec(section)?.[1] ?? 'exit 99' }));
}

/** One commit on `origin/main`, one more on `main`, one change staged. */
function makeRepository(): void {
  world.files({
    'src/app.ts': 'export const limit = 1;\n',
    'src/queue.ts': 'export const queue: number[] = [];\n',
    '.gitignore': '*.txt\n*.json\n*.patch\n*.md\n',
  });
  world.git('init', '-q', '-b', 'main');
  world.git('config', 'user.name', 't');
  world.git('config', 'user.email', 't@example.org');
  world.git('add', '-A');
  world.git('commit', '-q', '-m', 'first');
  world.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  world.files({ 'src/app.ts': 'export const limit = 2;\n' });
  world.git('commit', '-q', '-a', '-m', 'second');
  world.files({ 'src/queue.ts': 'export const limit = 3;\n' });
  world.git('add', '-A');
}

const lastOf = (received: Received): string => received.body.messages.findLast((message: { role: string }) => message.role === 'user').content;

/** The first question that reached the model. */
function asked(): string {
  const [first] = world.server?.chats ?? [];
  return first ? lastOf(first) : '';
}

function shell(script: string): Promise<ShellRun> {
  const commands = join(world.root, 'bin');
  mkdirSync(commands);
  writeFileSync(join(commands, 'ocode'), `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`, { mode: 0o755 });
  const env = { ...world.env, PATH: `${commands}${delimiter}${process.env.PATH}`, LANG: 'C.UTF-8' };
  const child = spawn('sh', ['-c', script], { cwd: world.project, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
