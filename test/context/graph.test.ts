import { describe, expect, it } from 'vitest';
import { buildGraph, findCycles, findEntryPoints, findHubs, findImpact } from '../../src/context/graph/graph.js';
import { nearestNames } from '../../src/context/graph/nearest-names.js';
import { distance } from '../../src/lib/nearest.js';

const graph = buildGraph(
  new Map([
    ['src/main.ts', ['src/a.ts']],
    ['src/a.ts', ['src/b.ts', 'gone.ts']],
    ['src/b.ts', ['src/c.ts']],
    ['src/c.ts', ['src/a.ts']],
    ['src/lonely.ts', []],
  ]),
);

describe('graph', () => {
  it('drops edges to files that are not there', () => expect(graph.find(({ path }) => path === 'src/a.ts')?.imports).toEqual(['src/b.ts']));
  it('finds circles', () => expect(findCycles(graph)).toEqual([['src/a.ts', 'src/b.ts', 'src/c.ts']]));
  it('finds where programs start', () => expect(findEntryPoints(graph, () => true)).toEqual(['src/main.ts']));
  it('finds who is touched, nearest first', () =>
    expect(findImpact(graph, 'src/c.ts')).toEqual([
      { path: 'src/b.ts', distance: 1 },
      { path: 'src/a.ts', distance: 2 },
      { path: 'src/main.ts', distance: 3 },
    ]));
  it('a hub has more than five importers', () => {
    const star = (count: number) =>
      buildGraph(new Map<string, string[]>([['hub', []], ...Array.from({ length: count }, (_, index) => [`f${index}`, ['hub']] as [string, string[]])]));
    expect(findHubs(star(5))).toEqual([]);
    expect(findHubs(star(6))).toEqual([{ path: 'hub', importers: 6 }]);
  });
  it('a chain of 20,000 files does not overflow the stack', () => {
    const chain = buildGraph(new Map(Array.from({ length: 20_000 }, (_, index) => [`f${index}`, [`f${(index + 1) % 20_000}`]])));
    expect(findCycles(chain)).toHaveLength(1);
  });
});

describe('nearest names', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['', 'abc', 3],
  ])('%s to %s is %i', (a, b, edits) => expect(distance(a, b)).toBe(edits));
  it('finds typing errors', () => expect(nearestNames('praseArgs', ['parseArgs', 'render', 'parse'])).toContain('parseArgs'));
});
