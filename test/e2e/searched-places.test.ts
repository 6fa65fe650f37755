import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const tool = async (name: string, args: object, ...flags: string[]): Promise<string> =>
  (await world.ocode(['tools', 'run', name, JSON.stringify(args), ...flags])).stdout;

it('a folder that the person added is listed and searched, by its ignore rules and without its secrets', async () => {
  const shared = join(world.root, 'shared');
  mkdirSync(join(shared, 'sub'), { recursive: true });
  for (const [name, text] of Object.entries({
    'a.txt': 'words one\n',
    'sub/b.js': 'words two\n',
    'left.txt': 'words three\n',
    '.ocodeignore': 'left.txt\n',
    '.env': 'KEY=words\n',
  }))
    writeFileSync(join(shared, name), text);
  world.files({ 'own.txt': 'words of our own\n' });
  const added = ['--add-dir', shared];
  const found = await tool('grep', { pattern: 'words', path: shared }, ...added);
  expect(found).toMatch(/\.\.\/shared\/a\.txt\n\s+1: words one[\s\S]*\.\.\/shared\/sub\/b\.js\n\s+1: words two/);
  expect(found).not.toMatch(/three|KEY|own/);
  expect(await tool('glob', { pattern: '**/*.js', path: '../shared' }, ...added)).toContain('../shared/sub/b.js');
  const listed = await tool('ls', { path: shared }, ...added);
  expect(listed).toMatch(/sub\/ \(1 file\)\n {2}b\.js/);
  expect(listed).not.toContain('left.txt');
  // What was named can be read by that name.
  expect(await tool('read', { path: '../shared/a.txt' }, ...added)).toContain('words one');
  expect(await tool('grep', { pattern: 'words' }, ...added)).not.toContain('shared');
  expect((await world.ocode(['tools', 'run', 'grep', JSON.stringify({ pattern: 'words', path: shared })])).code).toBe(11);
});

it('what a rule keeps from being read is found by no search and sent with no question', async () => {
  world.files({ 'src/a.ts': 'const words = 1;\n', 'docs/private.js': "export function plover() {\n  return 'words to nobody';\n}\n" });
  world.git('init', '-q');
  const denied = ['--deny', 'read(docs/**)'];
  expect(await tool('grep', { pattern: 'words' }, ...denied)).toMatch(/^src\/a\.ts\n/);
  expect(await tool('grep', { pattern: 'plover', path: 'docs' }, ...denied)).not.toContain('private.js');
  const server = await world.serve({ rest: 'ok' });
  expect((await world.ask('what does plover return?', denied)).code).toBe(0);
  expect((await world.ask('what does plover return?')).code).toBe(0);
  // Without the requests for titles.
  const [without, whole] = server.chats.filter(({ body }) => body.tools).map(({ body }) => JSON.stringify(body));
  expect(without).not.toContain('to nobody');
  expect(whole).toContain('to nobody');
});
