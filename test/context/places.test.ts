import fc from 'fast-check';
import { expect, it } from 'vitest';
import { besideStrong } from '../../src/context/score/beside.js';
import { byPlace } from '../../src/context/score/candidates.js';

it('a file beside good files gains, the good file not by itself, others not at all', () => {
  const [best, beside, alone, top] = besideStrong([
    { path: 'http/server.go', score: 9 },
    { path: 'http/header.go', score: 2 },
    { path: 'http/deep/x.go', score: 8 },
    { path: 'main.go', score: 1 },
  ]);
  expect(beside).toBeGreaterThan(best ?? 1);
  expect(best).toBeGreaterThan(0);
  expect(alone).toBe(0);
  expect(top).toBe(0);
});

it('the nearer the neighbours are to the best, the more they help', () => {
  const helped = [9, 7, 3].map(
    (score) =>
      besideStrong([
        { path: 'x.ts', score: 9 },
        { path: 'a/good.ts', score },
        { path: 'a/b.ts', score: 0 },
      ])[2] ?? 0,
  );
  expect(helped[0]).toBeGreaterThan(helped[1] ?? 9);
  expect(helped[1]).toBeGreaterThan(helped[2] ?? 9);
});

it('no file, one file, equal scores: numbers of 0 and more, and the order of the entries makes no difference', () => {
  expect(besideStrong([])).toEqual([]);
  expect(besideStrong([{ path: 'a.ts', score: -3 }])).toEqual([0]);
  const entry = fc.record({ path: fc.constantFrom('a/x', 'a/y', 'b/x', 'c', 'b/c/d'), score: fc.integer({ min: -20, max: 20 }) });
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ({ path }) => path, maxLength: 5 }), (entries) => {
      const forward = besideStrong(entries);
      const backward = besideStrong([...entries].reverse()).reverse();
      for (const [index, value] of forward.entries()) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeCloseTo(backward[index] ?? -1);
      }
    }),
  );
});

it('equals share a place; what is not in the pool is far behind', () => {
  const place = byPlace(Float64Array.from([2, 5, 2, 1]), [0, 1, 2, 3]);
  expect([1, 0, 2, 3].map(place)).toEqual([1, 0.75, 0.75, 0.5]);
  expect(byPlace(Float64Array.from([2, 5]), [0])(1)).toBeLessThan(0.05);
});
