import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

it('a dry run changes nothing by commands or commits either, unless a rule names them', async () => {
  world.files({ 'a.txt': 'one\n', '../home/.ocode/settings.json': '{"permissions": {"allow_shell_exec": true}, "sandbox": "off"}' });
  world.git('init', '-q');
  world.git('add', '-A');
  world.git('commit', '-q', '-m', 'first');
  const calls = [
    { name: 'write', args: { path: 'a.txt', content: 'two\n' } },
    { name: 'bash', args: { command: 'touch made.txt' } },
    { name: 'bash', args: { command: 'cat a.txt' } },
    { name: 'bash', args: { command: 'touch allowed.txt' } },
    { name: 'git_commit', args: { message: 'second', paths: ['a.txt'] } },
  ];
  await world.serve({ turns: [{ calls }, 'Done.'] });
  const run = await world.ask('x', ['--dry-run', '--permission-mode', 'full', '--allow', 'bash(touch allowed.txt)']);
  const result = run.json();
  expect(result).toMatchObject({ subtype: 'success', patch: expect.stringContaining('+two') });
  expect((result.tool_calls as { ok: boolean }[]).map(({ ok }) => ok)).toEqual([true, false, true, true, false]);
  expect([existsSync(join(world.project, 'made.txt')), world.read('a.txt'), world.git('rev-list', '--count', 'HEAD').trim()]).toEqual([false, 'one\n', '1']);
});
