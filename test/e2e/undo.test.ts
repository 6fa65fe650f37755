import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';

const world = createWorld();
const IDS = ['aaaa1111-0000-4000-8000-000000000001', 'aaaa2222-0000-4000-8000-000000000002'] as const;
const undo = (...args: string[]) => world.ocode(['undo', ...args]);

beforeAll(async () => {
  world.files({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
  await world.serve({
    rest: ({ body }) => {
      const { role, content } = body.messages.at(-1);
      const path = role === 'user' ? /[ab]\.txt$/.exec(content.trim())?.[0] : undefined;
      return path ? { calls: [{ name: 'write', args: { path, content: 'changed\n' } }] } : 'Done.';
    },
  });
  for (const [index, path] of ['a.txt', 'b.txt'].entries())
    expect((await world.ask(`change ${path}`, ['--session-id', IDS[index] ?? '', '--permission-mode', 'auto-edit'])).code).toBe(0);
});
afterAll(() => world.end());

it('a session is named by what only it begins with', async () => {
  expect(await undo('--session', 'aaaa')).toMatchObject({ code: 2, stderr: expect.stringMatching(/beginning of 2 sessions.*write more/) });
  expect(await undo('--session', 'bbbb')).toMatchObject({ code: 2, stderr: expect.stringContaining('no change belongs to session bbbb') });
  expect(await undo('--session', '')).toMatchObject({ code: 2 });
  expect([world.read('a.txt'), world.read('b.txt')]).toEqual(['changed\n', 'changed\n']);
});

it('--all is not for one session', async () => {
  expect(await undo('--all', '--session', 'aaaa1')).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be used with') });
  expect(world.read('b.txt')).toBe('changed\n');
});

it('--list shows all changes or those of one session; --session takes its changes back and no others', async () => {
  const paths = async (...args: string[]) => JSON.parse((await undo('--list', '--json', ...args)).stdout).map(({ path }: { path: string }) => path);
  expect(await paths()).toEqual(['b.txt', 'a.txt']);
  expect(await paths('--session', 'aaaa1')).toEqual(['a.txt']);
  expect(await undo('--session', 'aaaa1')).toMatchObject({ code: 0, stdout: 'restored a.txt\n' });
  expect([world.read('a.txt'), world.read('b.txt')]).toEqual(['a\n', 'changed\n']);
});
