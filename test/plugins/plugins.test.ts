import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPluginSource, loadPlugins } from '../../src/plugins/index.js';
import { createBench } from '../tools/support/tool-bench.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plugins-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;
const plugin = (name: string, text: string): void => writeFileSync(join(folder, `${name}.mjs`), text);

test('the example of the docs works', async () => {
  cpSync('docs/examples/word-count.mjs', join(folder, 'word-count.mjs'));
  const { tools, notices } = await loadPlugins({ folders: [folder] });
  expect(notices).toEqual([]);
  const [tool] = tools;
  if (!tool) throw new Error('no tool');
  const bench = createBench({ 'a.txt': 'one two\nthree\n', 'b.bin': '\0' });
  expect(tool.access?.({ path: 'a.txt' }, bench.context)).toEqual([{ kind: 'read', path: 'a.txt' }]);
  expect((await bench.run(tool, { file: 'a.txt' })).text).toBe('2 lines, 3 words, 14 characters');
  await expect(bench.run(tool, { path: 'b.bin' })).rejects.toMatchObject({ code: 'failed' });
  bench.close();
});

test('a broken plugin is a notice with its file; the others work', async () => {
  plugin('a-syntax', 'export default (');
  plugin('b-throws', 'throw new TypeError("at load");');
  plugin('c-no-function', 'export default 42;');
  plugin('d-wrong', 'export default () => ({ name: "d", tools: [{ name: "x y", description: "", run: 1 }] });');
  plugin(
    'e-fine',
    'export default ({ z }) => ({ name: "e", tools: [{ name: "fine", description: "Fine.", input: z.object({}), run: async () => ({ text: "ok" }) }] });',
  );
  plugin(
    'f-same',
    'export default ({ z }) => ({ name: "f", tools: [{ name: "fine", description: "Other.", input: z.object({}), run: async () => ({ text: "no" }) }] });',
  );
  mkdirSync(join(folder, 'folder.mjs'));
  const { tools, notices } = await loadPlugins({ folders: [join(folder, 'missing'), folder] });
  expect(tools.map((tool) => [tool.name, tool.set, tool.kind])).toEqual([['fine', 'plugin', 'other']]);
  expect(notices).toHaveLength(5);
  for (const [index, name] of ['a-syntax', 'b-throws', 'c-no-function', 'd-wrong', 'f-same'].entries())
    expect(notices[index]).toContain(join(folder, `${name}.mjs`));
  expect(notices[1]).toContain('TypeError: at load');
  // It declares nothing: the judge is asked about the plugin itself.
  expect(tools[0]?.access?.({}, { root: folder, cwd: folder })).toEqual([{ kind: 'call', target: 'e/fine' }]);
});

test('as a source: nothing is loaded until it is needed, and then once', async () => {
  const empty = createPluginSource({ folders: [folder], notice: () => {} });
  expect([empty.summary, empty.mayHave('fine')]).toEqual(['', false]);
  const marker = `loaded${process.pid}`;
  plugin('lazy', `globalThis.${marker} = (globalThis.${marker} ?? 0) + 1; export default ({ z }) => ({ name: "lazy", tools: [] });`);
  plugin('broken', 'nonsense(');
  const notices: string[] = [];
  const source = createPluginSource({ folders: [folder], notice: (text) => void notices.push(text) });
  expect(source.summary).toBe('plugins: broken, lazy');
  expect(Reflect.get(globalThis, marker)).toBeUndefined();
  await Promise.all([source.load(signal), source.load(signal)]);
  await source.load(signal);
  expect(Reflect.get(globalThis, marker)).toBe(1);
  expect(notices).toHaveLength(1);
});

test.each([
  ['throws', '() => { throw new Error("no idea"); }', /no idea/],
  ['answers later', 'async () => [{ kind: "read", path: "a" }]', /must return a list/],
  ['answers nonsense', '() => [{ kind: "peek", path: "a" }]', /must return a list/],
  ['answers no list', '() => ({ kind: "read", path: "a" })', /must return a list/],
])('an access that %s refuses the call', async (_, access, words) => {
  plugin(
    'p',
    `export default ({ z }) => ({ name: "p", tools: [{ name: "t", description: "T.", input: z.object({}), access: ${access}, run: async () => ({ text: "" }) }] });`,
  );
  const [tool] = (await loadPlugins({ folders: [folder] })).tools;
  expect(() => tool?.access?.({}, { root: folder, cwd: folder })).toThrow(words);
});

test('a load that was given up is begun again by the next caller', async () => {
  plugin(
    'one',
    'export default ({ z }) => ({ name: "one", tools: [{ name: "t", description: "T.", input: z.object({}), run: async () => ({ text: "" }) }] });',
  );
  const source = createPluginSource({ folders: [folder], notice: () => {} });
  await expect(source.load(AbortSignal.abort())).rejects.toThrow();
  expect((await source.load(signal)).map(({ name }) => name)).toEqual(['t']);
});
