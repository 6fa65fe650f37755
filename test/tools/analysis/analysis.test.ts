import { expect, test } from 'vitest';
import type { CodeIndex } from '../../../src/contract/context.js';
import { architecture, diagram, folderEdges } from '../../../src/tools/analysis/architecture.js';
import { complexity } from '../../../src/tools/analysis/complexity.js';
import { dependencies } from '../../../src/tools/analysis/dependencies.js';
import { findReferences } from '../../../src/tools/analysis/find-references.js';
import { findTodos, todos } from '../../../src/tools/analysis/todos.js';
import { createBench } from '../support/tool-bench.js';

const graph = [
  { path: 'src/a.js', imports: ['lib/b.js'], importers: [] },
  { path: 'lib/b.js', imports: [], importers: ['src/a.js'] },
];
const index: Partial<CodeIndex> = {
  files: async () => ['src/a.js', 'lib/b.js', '.env'],
  graph: async () => graph,
  cycles: async () => [['x.js', 'y.js']],
  hubs: async () => [{ path: 'lib/b.js', importers: 6 }],
  entryPoints: async () => ['src/a.js'],
  impact: async () => [{ path: 'src/a.js', distance: 1 }],
  findReferences: async (name) => (name === 'total' ? [{ path: 'src/a.js', line: 3, text: '  total(1)', within: 'main' }] : []),
  findSymbol: async () => ({ hits: [], nearest: ['totals'] }),
  complexity: async () => [
    { path: 'a.js', name: 'easy', line: 1, end_line: 1, complexity: 1, nesting: 0 },
    { path: 'a.js', name: 'tangled', line: 2, end_line: 9, complexity: 9, nesting: 4 },
  ],
};

test('the analysis tools on an index', async () => {
  const bench = createBench({ 'src/a.js': '// TODO(ann): tidy up\n', 'lib/b.js': 'x\n', '.env': '# TODO secret\n' }, { index: index as CodeIndex });
  try {
    expect((await bench.run(findReferences, { symbol: 'Basket.total()' })).text).toMatch(/^1 reference to total[\s\S]*src\/a\.js:3 \(in main\): total\(1\)/);
    expect((await bench.run(findReferences, { name: 'totl' })).text).toMatch(/No references.*totals/);
    expect((await bench.run(dependencies, { path: 'lib/b.js', direction: 'importers' })).text).toMatch(/imported by \(1\):\n {2}src\/a\.js/);
    await expect(bench.run(dependencies, { path: 'lib/b.js', direction: 'sideways' })).rejects.toMatchObject({ code: 'invalid_args' });
    await expect(bench.run(dependencies, { path: 'nope.js' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(bench.run(dependencies, { path: 'src' })).rejects.toMatchObject({ code: 'invalid_args' });
    expect((await bench.run(complexity, {})).text).toMatch(/tangled[\s\S]*easy/);
    expect((await bench.run(todos, {})).text).toBe('1 found\nsrc/a.js:1: TODO (ann) tidy up');
    for (const view of ['overview', 'structure', 'dependencies', 'cycles', 'hubs', 'diagram'])
      expect((await bench.run(architecture, { view })).text).not.toBe('');
  } finally {
    bench.close();
  }
});

test.each([
  ['// TODO: tidy', [{ line: 1, kind: 'TODO', text: 'tidy' }]],
  ['x = 1 # FIXME later', [{ line: 1, kind: 'FIXME', text: 'later' }]],
  ['<!-- HACK: x -->', [{ line: 1, kind: 'HACK', text: 'x' }]],
  ['const TODO = 1; todoList()', []],
  ['// a TODOLIST', []],
  ['// NOTE: kept', []],
])('marks in %s', (text, expected) => {
  expect(findTodos(text)).toEqual(expected);
});

test('a diagram of folders, labels cannot break out', () => {
  const edges = folderEdges(graph);
  expect(edges).toEqual([{ from: 'src', to: 'lib', count: 1 }]);
  expect(diagram([{ from: 'a"]; evil', to: 'b', count: 1 }])).not.toMatch(/a"\]/);
});
