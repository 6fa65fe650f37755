import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

/** A plugin of one tool, `busy`, that does this. */
function plugin(run: string, before = '', name = 'busy'): void {
  const folder = join(world.home, '.ocode', 'plugins');
  mkdirSync(folder, { recursive: true });
  const tool = `{ name: '${name}', description: 'Does it.', kind: 'edit', input: o.z.object({}), access: () => [{ kind: 'write', path: 'made.txt' }], async run(_, context) { ${run} } }`;
  writeFileSync(join(folder, `${name}.mjs`), `${before};\nexport default (o) => ({ name: 'p', tools: [${tool}] });\n`);
}
const ask = async (): Promise<Awaited<ReturnType<World['ask']>>> => {
  await world.serve({ turns: [{ calls: [{ name: 'busy', args: {} }] }, 'ok'] });
  return world.ask('x');
};

it('what a plugin prints, however it does, goes to stderr', async () => {
  plugin("console.log('by console'); process.stdout.write('by stream\\n'); return { text: 'done' };", "process.stdout.write('at load\\n')");
  const run = await ask();
  expect([run.code, run.json().result]).toEqual([0, 'ok']);
  for (const words of ['at load', 'by console', 'by stream']) expect(run.stderr).toContain(words);
});

it('what it leaves running does not hold the program', async () => {
  plugin("setInterval(() => {}, 1000); return { text: 'done' };");
  const run = await ask();
  expect([run.code, run.json().result]).toEqual([0, 'ok']);
});

it('what fails later is a notice', async () => {
  plugin(
    "setTimeout(() => { throw new Error('too late'); }, 5); Promise.reject(new Error('nobody waits')); Promise.reject('only words'); await new Promise((r) => setTimeout(r, 100)); return { text: 'done' };",
  );
  const run = await ask();
  const { result, warnings } = run.json();
  expect([run.code, result]).toEqual([0, 'ok']);
  for (const words of ['too late', 'nobody waits', 'only words']) expect(JSON.stringify(warnings)).toContain(words);
  expect(run.stderr).not.toMatch(/^\s+at /m);
});

it('files may be written as text; what is neither text nor bytes is refused, and nothing else breaks', async () => {
  plugin("await context.files.write(context.files.resolve('made.txt', 'write'), 'words\\n'); return { text: 'done' };");
  expect((await ask()).json()).toMatchObject({ result: 'ok', files_changed: [{ path: 'made.txt', kind: 'created' }] });
  expect(world.read('made.txt')).toBe('words\n');
  expect((await world.ocode(['undo'])).code).toBe(0);
  plugin("await context.files.write(context.files.resolve('made.txt', 'write'), 42); return { text: 'done' };");
  expect((await ask()).json()).toMatchObject({ result: 'ok', tool_calls: [{ ok: false }], files_changed: [] });
  expect(existsSync(join(world.project, 'made.txt'))).toBe(false);
});

it("a built-in tool's name is not to be had: one notice names the file", async () => {
  plugin("return { text: 'not the real one' };", '', 'read');
  plugin("return { text: 'done' };");
  world.files({ 'a.txt': 'real words\n' });
  const run = await ask();
  expect(run.stderr).toMatch(/plugin \S+read\.mjs: there is already a tool read/);
  expect((await world.ocode(['tools', 'run', 'read', '{"path":"a.txt"}'])).stdout).toContain('real words');
});
