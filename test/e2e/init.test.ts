import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';

const world = createWorld();
beforeAll(async () => {
  world.files({ 'a.txt': 'one\n' });
  await world.serve({
    rest: ({ body }) =>
      body.messages.at(-1).content.includes('change')
        ? {
            calls: [
              { name: 'edit', args: { path: 'a.txt', edits: [{ old_text: 'one', new_text: 'two' }] } },
              { name: 'remember', args: { text: 'tabs are eight wide' } },
            ],
          }
        : 'Done.',
  });
});
afterAll(() => world.end());

it('init takes along what was kept for the project before: sessions, undo, memory', async () => {
  const first = await world.ask('change it', ['--permission-mode', 'auto-edit']);
  expect([first.code, world.read('a.txt')]).toEqual([0, 'two\n']);
  const id = first.json().session_id;

  const init = await world.ocode(['init']);
  expect([init.code, init.stderr]).toEqual([0, expect.stringMatching(/moved .*sessions/)]);

  const went = await world.ask('and now?', ['-c']);
  expect([went.code, went.json().session_id]).toEqual([0, id]);
  expect((await world.ocode(['tools', 'run', 'recall', '{}'])).stdout).toContain('eight');
  expect((await world.ocode(['undo'])).code).toBe(0);
  expect(world.read('a.txt')).toBe('one\n');
  const [project = ''] = readdirSync(join(world.home, '.ocode', 'projects'));
  expect(existsSync(join(world.home, '.ocode', 'projects', project, 'sessions'))).toBe(false);
  expect(statSync(join(world.project, '.ocode', 'sessions')).mode & 0o077).toBe(0);
});

it('a second init leaves all as it is', async () => {
  const before = readdirSync(join(world.project, '.ocode', 'sessions'));
  const again = await world.ocode(['init']);
  expect([again.code, again.stderr]).toEqual([0, expect.not.stringContaining('moved')]);
  expect(readdirSync(join(world.project, '.ocode', 'sessions'))).toEqual(before);
});

it('init in the folder of the home says that this is no project', async () => {
  const refused = await world.ocode(['init', '-C', world.home]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('own folder')]);
  expect(existsSync(join(world.home, '.ocode', 'settings.json'))).toBe(false);
});
