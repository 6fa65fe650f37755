import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';

const world = createWorld();
/** Nothing is installed: no git, no shell, no pager. */
const nowhere = join(world.root, 'nowhere');

beforeAll(async () => {
  mkdirSync(nowhere);
  world.files({ 'src/a.js': 'export function start() {\n  return 1;\n}\n', 'a.txt': 'one\n', '.gitignore': 'left-out/\n', 'left-out/b.js': 'start();\n' });
  world.git('init', '-q', '-b', 'main');
  world.git('add', '-A');
  world.git('commit', '-q', '-m', 'first words');
  world.env.PATH = nowhere;
  await world.serve({
    rest: ({ body }) =>
      body.messages.at(-1).role === 'user'
        ? {
            calls: [
              { name: 'edit', args: { path: 'a.txt', edits: [{ old_text: 'one', new_text: 'two' }] } },
              { name: 'git_status', args: {} },
            ],
          }
        : 'Done.',
  });
});
afterAll(() => world.end());

it('a run edits, sees the state of the repository, and can be undone', async () => {
  const run = await world.ask('where is start?', ['--permission-mode', 'auto-edit']);
  const result = run.json() as { result: string; context: { files: Array<{ path: string }> }; tool_calls: Array<{ ok: boolean }> };
  expect([run.code, result.result, result.tool_calls.map(({ ok }) => ok)], run.stdout).toEqual([0, 'Done.', [true, true]]);
  expect(result.context.files.map(({ path }) => path)).toContain('src/a.js');
  expect(world.read('a.txt')).toBe('two\n');
  expect((await world.ocode(['undo'])).code).toBe(0);
  expect(world.read('a.txt')).toBe('one\n');
});

it.each<[tool: string, args: object, says: RegExp]>([
  ['git_status', {}, /main/],
  ['git_log', {}, /first words/],
  ['git_diff', {}, /./],
  ['grep', { pattern: 'start' }, /^(?=[\s\S]*src\/a\.js)(?![\s\S]*left-out)/],
  ['glob', { pattern: '**/*.js' }, /^src\/a\.js$/],
  ['ls', {}, /a\.txt/],
  ['find_symbol', { name: 'start' }, /return 1/],
  ['architecture', { view: 'overview' }, /./],
])('%s works all the same', async (tool, args, says) => {
  const run = await world.ocode(['tools', 'run', tool, JSON.stringify(args), '--json']);
  const result = run.json() as { ok: boolean; text: string };
  expect([run.code, result.ok, result.text], run.stdout).toEqual([0, true, expect.stringMatching(says)]);
  expect(run.stderr).not.toMatch(/this is a bug|\n\s+at /);
});

it.each([['doctor'], ['context', 'start'], ['index'], ['prompt', 'hello'], ['init'], ['sessions', 'list']])(
  '%s %s ends with a word about it, not with a trace',
  async (...args) => {
    const run = await world.ocode(args.filter(Boolean));
    expect([0, 1]).toContain(run.code);
    expect(run.stderr).not.toMatch(/this is a bug|\n\s+at |ENOENT/);
  },
);
