import { expect, it } from 'vitest';
import { parseQuery } from '../../src/context/score/query.js';
import { rankFiles } from '../../src/context/score/rank.js';
import type { RankFile } from '../../src/context/score/rank-file.js';
import type { Posting } from '../../src/context/store/postings.js';
import { kindOfPath } from '../../src/context/words/path-kind.js';

const lengths = { body: 40, names: 2, comments: 0, path: 2, base: 1 };
const files = ['cache/eviction.go', 'cache/store.go', 'web/page.go', 'web/form.go'].map(
  (path): RankFile => ({ path, kind: kindOfPath(path), lengths, imports: [] }),
);
const posting = (file: number, inPath = 0): Posting => ({
  ...{ file, data: new Uint8Array(0), from: 0, to: 0 },
  counts: { body: 1, names: 0, comments: 0, path: inPath, base: 0 },
});
const input = {
  query: parseQuery('cache eviction entries'),
  files,
  postings: new Map([
    ['cach', [posting(0, 1), posting(1, 1)]],
    ['evict', [posting(0, 1)]],
    ['entri', [0, 1, 2].map((file) => posting(file))],
  ]),
  symbolsOf: () => [],
};

it('the best file first, then what lies beside it; only as many are explained as are asked for', () => {
  const ranked = rankFiles(input, 1);
  expect(ranked.map(({ file }) => files[file]?.path)).toEqual(['cache/eviction.go', 'cache/store.go', 'web/page.go']);
  expect(ranked.map(({ reasons }) => reasons.length > 0)).toEqual([true, false, false]);
  expect(rankFiles(input).every(({ reasons }) => reasons.length > 0)).toBe(true);
});

it('a file without a word of the query gains nothing but its place: it is no candidate', () => {
  expect(rankFiles(input).some(({ file }) => files[file]?.path === 'web/form.go')).toBe(false);
  const values = rankFiles(input).map(({ values }) => values);
  expect(values[1]?.besideStrong).toBeGreaterThan(0);
  expect(values[2]?.besideStrong).toBe(0);
  expect(values[0]?.folderShare).toBe(1);
});
