import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/context/store/open-database.js';

const folder = mkdtempSync(join(tmpdir(), 'ocode-statements-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

// Node 24.19 and later abort when one of them is collected; on other versions this only watches that none is.
describe('what better-sqlite3 made is never collected', () => {
  it('neither statements nor the database', async () => {
    const made = await (async () => {
      const { database } = await openDatabase(join(folder, 'a.db'));
      const weak = [new WeakRef<object>(database.prepare('SELECT 1')), new WeakRef<object>(database)];
      database.pragma('page_count', { simple: true });
      database.close();
      return weak;
    })();
    for (let round = 0; round < 5; round++) {
      await sleep(5);
      collect();
    }
    expect(made.map((each) => each.deref() !== undefined)).toEqual([true, true]);
  });

  it('nor iterators: none are made', () => {
    const source = new URL('../../src/', import.meta.url);
    const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    expect(files.filter((name) => /\.iterate\(/.test(readFileSync(new URL(name, source), 'utf8')))).toEqual([]);
  });
});

it('a statement that is prepared again begins without the modes of before; pragmas are as ever', async () => {
  const { database } = await openDatabase(join(folder, 'b.db'));
  expect(database.prepare('SELECT 1 AS a, 2 AS b').pluck().all()).toEqual([1]);
  expect(database.prepare('SELECT 1 AS a, 2 AS b').raw().all()).toEqual([[1, 2]]);
  expect(database.prepare('SELECT 1 AS a, 2 AS b').all()).toEqual([{ a: 1, b: 2 }]);
  expect([database.pragma('journal_mode', { simple: true }), database.pragma('cache_size')]).toEqual(['wal', [{ cache_size: -4000 }]]);
  database.pragma('user_version = 7');
  expect(database.pragma('user_version', { simple: true })).toBe(7);
  database.close();
});
