import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { jsonYaml } from '../../../src/tools/data/json-yaml.js';
import { editNotebook, notebookEdit, notebookRead } from '../../../src/tools/data/notebooks.js';
import { type Bench, createBench } from '../support/tool-bench.js';

let bench: Bench;
afterEach(() => bench?.close());
const start = (files: Record<string, string>): void => {
  bench = createBench(files);
};

test('query: one value as it stands, several with their paths, big numbers whole', async () => {
  start({ 'a.json': '{"servers":[{"name":"one","port":80},{"name":"two","id":12345678901234567890}]}', 'b.yaml': 'a: &x 1\nb: [*x, two]\n' });
  expect((await bench.run(jsonYaml, { action: 'query', path: 'a.json', query: '$.servers[1].name' })).text).toBe('"two"');
  expect((await bench.run(jsonYaml, { action: 'get', path: 'a.json', query: 'servers[*].name' })).text).toBe(
    '$.servers[0].name: "one"\n$.servers[1].name: "two"',
  );
  expect((await bench.run(jsonYaml, { action: 'query', path: 'a.json', query: '$..id' })).text).toBe('12345678901234567890');
  expect((await bench.run(jsonYaml, { action: 'query', path: 'b.yaml', query: '$.b[0]' })).text).toBe('1');
  await expect(bench.run(jsonYaml, { action: 'query', path: 'a.json', query: '$.nope' })).rejects.toMatchObject({
    code: 'no_match',
    message: expect.stringContaining('servers'),
  });
  await expect(bench.run(jsonYaml, { action: 'query', path: 'a.json', query: '$.[[' })).rejects.toMatchObject({ code: 'invalid_args' });
});

const SETS: Array<[string, string, string, string, unknown, string]> = [
  ['a JSON number keeps everything else', 'a.json', '{\n\t"b" : 1, // why\n\t"c":[1,2]\n}', '$.b', '2', '{\n\t"b" : 2, // why\n\t"c":[1,2]\n}'],
  ['a string stays a string', 'a.json', '{"v": "1"}\n', '$.v', '2', '{"v": "2"}\n'],
  ['all that match', 'a.json', '[{"a":1},{"a":1}]', '$[*].a', 3, '[{"a":3},{"a":3}]'],
  ['a new key, two levels', 'a.json', '{\n  "a": 1\n}\n', '$.b.c', true, '{\n  "a": 1,\n  "b": {\n    "c": true\n  }\n}\n'],
  ['a BOM and CRLF', 'a.json', '\ufeff{\r\n  "a": 1\r\n}\r\n', 'a', 2, '\ufeff{\r\n  "a": 2\r\n}\r\n'],
  [
    'a YAML scalar in place',
    'a.yaml',
    '# head\na:   1   # one\n\nb:\n    - x\n    - "y"  # two\n',
    '$.b[1]',
    'z',
    '# head\na:   1   # one\n\nb:\n    - x\n    - "z"  # two\n',
  ],
  ['a YAML string that looks like a number', 'a.yaml', 'a: x\n', '$.a', 'yes: no', 'a: "yes: no"\n'],
  ['a new YAML key keeps comments', 'a.yaml', '# head\na: 1 # one\nlist:\n- x\n', '$.b', { c: 1 }, '# head\na: 1 # one\nlist:\n- x\nb:\n  c: 1\n'],
  ['one of several YAML documents', 'a.yaml', 'a: 1\n---\na: 2\n', '$[1].a', 3, 'a: 1\n---\na: 3\n'],
];
test.each(SETS)('set: %s', async (_title, path, before, query, value, after) => {
  start({ [path]: before });
  await bench.run(jsonYaml, { action: 'set', path, query, value });
  expect(bench.read(path)).toBe(after);
});

test('set refuses what it cannot do, and the file stays', async () => {
  start({ 'a.json': '{"a": [1]}', 'bad.json': '{"a": \n' });
  const set = (path: string, query: string | undefined, value: unknown) => bench.run(jsonYaml, { action: 'set', path, query, value });
  await expect(set('a.json', '$.a.b', 1)).rejects.toMatchObject({ code: 'no_match' });
  await expect(set('a.json', '$..zzz', 1)).rejects.toMatchObject({ code: 'no_match' });
  await expect(set('a.json', undefined, 1)).rejects.toMatchObject({ code: 'invalid_args' });
  await expect(set('bad.json', '$.a', 1)).rejects.toMatchObject({ code: 'failed', message: expect.stringMatching(/line [12]/) });
  expect(bench.read('a.json')).toBe('{"a": [1]}');
  expect(jsonYaml.access?.({ action: 'set', path: 'a.json' }, bench.context)).toContainEqual({ kind: 'write', path: 'a.json' });
});

test('validate gives lines; comments are fine only where the file kind has them', async () => {
  start({ 'bad.json': '{"a": \n', 'tsconfig.json': '{ // x\n "a": 1, }', 'c.json': '{ // x\n}', 'd.yaml': 'a: 1\na: 2\n' });
  const text = async (path: string) => (await bench.run(jsonYaml, { action: 'validate', path })).text;
  expect(await text('bad.json')).toMatch(/line [12]/);
  expect(await text('tsconfig.json')).toMatch(/is valid/);
  expect(await text('c.json')).toMatch(/not valid/);
  expect(await text('d.yaml')).toMatch(/not valid[\s\S]*line 2/);
});

test('convert: as text, or into a new file', async () => {
  start({ 'a.json': '{"a":[1,"x"]}' });
  expect((await bench.run(jsonYaml, { action: 'convert', path: 'a.json', to: 'yaml' })).text).toBe('a:\n  - 1\n  - x\n');
  await bench.run(jsonYaml, { action: 'convert', path: 'a.json', to: 'out/b.yml' });
  expect(bench.read('out/b.yml')).toBe('a:\n  - 1\n  - x\n');
  await expect(bench.run(jsonYaml, { action: 'convert', path: 'a.json', to: 'out/b.yml' })).rejects.toMatchObject({ code: 'failed' });
});

const json = fc.jsonValue({ depthSize: 'small' });
test('property: a set value is read back, in JSON and in YAML', async () => {
  await fc.assert(
    fc.asyncProperty(
      json,
      fc.oneof(
        fc.boolean(),
        fc.integer(),
        fc.string().filter((text) => !/^[\s]*[[{"\d-]|^(true|false|null)$/.test(text.trim())),
      ),
      fc.constantFrom('json', 'yaml'),
      async (other, value, kind) => {
        const before = `{"keep": ${JSON.stringify(other)}, "it": "old"}\n`;
        const { readJson } = await import('../../../src/tools/data/json-document.js');
        const { readYaml } = await import('../../../src/tools/data/yaml-document.js');
        const read = kind === 'json' ? (text: string) => readJson(text, true) : readYaml;
        const document = await read(before);
        expect(document.problems).toEqual([]);
        const after = await read(await document.set(['it'], value));
        expect(after.value).toEqual({ ...(document.value as object), it: value });
      },
    ),
    { numRuns: 60 },
  );
});

const NOTEBOOK = `{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": [
    "# Title\\n",
    "w\\u00f6rter"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 3,
   "metadata": {"x":  1},
   "outputs": [{"output_type": "display_data", "data": {"image/png": "${'iVBORw0KGgo'.repeat(900)}", "text/plain": ["<Figure>"]}, "metadata": {}}],
   "source": ["x = 1\\n", "x"]
  }
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
`;

test('notebook_read: sources, short outputs', async () => {
  start({ 'n.ipynb': NOTEBOOK });
  const { text } = await bench.run(notebookRead, { path: 'n.ipynb' });
  expect(text).toBe('--- cell 0 markdown ---\n# Title\nwörter\n\n--- cell 1 code run 3 ---\nx = 1\nx\n> <Figure>\n> (image/png)');
  await expect(bench.run(notebookRead, { path: 'n.ipynb', cell: 7 })).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('0 to 1') });
});

test('notebook_edit: bytes outside the cell stay', async () => {
  start({ 'n.ipynb': NOTEBOOK });
  await bench.run(notebookEdit, { path: 'n.ipynb', cell: 1, source: 'y = "ä"\ny' });
  const after = bench.read('n.ipynb');
  const at = NOTEBOOK.indexOf('"cell_type": "code"');
  expect(after.slice(0, at)).toBe(NOTEBOOK.slice(0, at));
  expect(after.endsWith('\n  }\n ],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n')).toBe(true);
  expect(after).toMatch(/"metadata": \{"x": {2}1\}/);
  expect(after).toMatch(/y = \\"\\u00e4\\"/);
  expect(JSON.parse(after).cells[1]).toMatchObject({ execution_count: null, outputs: [], source: ['y = "ä"\n', 'y'] });
});

test('notebook_edit: insert and delete undo each other', async () => {
  const inserted = await editNotebook(NOTEBOOK, { path: 'n', cell: 1, action: 'insert', source: 'new', type: 'markdown' });
  expect(JSON.parse(inserted).cells.map((cell: { cell_type: string }) => cell.cell_type)).toEqual(['markdown', 'markdown', 'code']);
  expect(JSON.parse(inserted).cells[1].id).toMatch(/^[0-9a-f]{8}$/);
  const back = await editNotebook(inserted, { path: 'n', cell: 1, action: 'delete' });
  expect(JSON.parse(back)).toEqual(JSON.parse(NOTEBOOK));
  await expect(editNotebook('{"nbformat": 3}', { path: 'n', cell: 0, action: 'delete' })).rejects.toMatchObject({ code: 'failed' });
  await expect(editNotebook('[]', { path: 'n', cell: 0, action: 'delete' })).rejects.toMatchObject({ code: 'failed' });
});
