import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

it('a file is a line, whatever its name holds; columns stand under each other where characters are wide', async () => {
  world.files({ 'two\nlines.py': 'def newline_thing(): pass\n', '見出し.py': 'def other_thing(): pass\n' });
  const run = await world.ocode(['context', 'newline other thing']);
  const lines = run.stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines.find((line) => line.includes('two\\nlines.py  '))).toMatch(/^\d\.\d\d {2}file {2}two\\nlines\.py {2}/);
  expect(lines.find((line) => line.includes('見出し'))).toMatch(/見出し\.py {6}\S/);
  const names = (await world.ocode(['context', 'newline other thing', '--json'])).json().files as { path: string }[];
  expect(names.map(({ path }) => path).sort()).toEqual(['two\nlines.py', '見出し.py']);
});

it.each([
  [['context', 'x', '--format', 'xml'], /xml.*text, json/],
  [['sessions', 'export', 'x', '--format', 'xml'], /xml.*markdown, json/],
])('%j: an unknown format is a mistake of use', async (args, message) => {
  const run = await world.ocode(args);
  expect([run.code, run.stdout]).toEqual([2, '']);
  expect(run.stderr).toMatch(message);
});
