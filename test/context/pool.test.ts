import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReadPool } from '../../src/context/analyze/pool.js';
import type { ReadResult } from '../../src/context/analyze/read-file.js';

/** Stands for the parser: dies of files called `deadly`. */
const WORKER = `
  import { parentPort, workerData } from 'node:worker_threads';
  parentPort.on('message', (jobs) => {
    for (const { id, path } of jobs) {
      Atomics.store(workerData.current, 0, id);
      if (path === 'deadly') process.exit(3);
      parentPort.postMessage({ results: [{ id, kind: 'same', hash: path }], finished: false });
    }
    Atomics.store(workerData.current, 0, -1);
    parentPort.postMessage({ results: [], finished: true });
  });`;
const signal = new AbortController().signal;
let folder: string;
let pool: ReadPool;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocode-pool-'));
});
afterEach(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(source: string, paths: string[], before: (pool: ReadPool) => unknown = () => {}): Promise<Map<string, ReadResult['kind']>> {
  writeFileSync(join(folder, 'worker.mjs'), source);
  pool = new ReadPool(pathToFileURL(join(folder, 'worker.mjs')));
  await before(pool);
  const kinds = new Map<string, ReadResult['kind']>();
  const jobs = paths.map((path, id) => ({ id, path, absolute: path }));
  await pool.run(jobs, 2, (job, result) => kinds.set(job.path, result.kind), signal);
  return kinds;
}

describe('ReadPool', () => {
  it('a file that kills a worker is named, the others are read', async () => {
    const paths = Array.from({ length: 40 }, (_, index) => (index === 7 ? 'deadly' : `file${index}`));
    const kinds = await run(WORKER, paths);
    expect(kinds.size).toBe(40);
    expect([...kinds].filter(([, kind]) => kind === 'deadly')).toEqual([['deadly', 'deadly']]);
  });
  it('a worker that cannot start at all is an error, not a skipped project', async () => {
    await expect(run('throw new Error("no grammar")', ['a', 'b'])).rejects.toThrow('no grammar');
  });
  it('threads that started before there was anything to read serve it', async () => {
    const paths = Array.from({ length: 40 }, (_, index) => (index === 7 ? 'deadly' : `file${index}`));
    const kinds = await run(WORKER, paths, (started) => started.start(2));
    expect(kinds.size).toBe(40);
    expect([...kinds].filter(([, kind]) => kind === 'deadly')).toEqual([['deadly', 'deadly']]);
  });
  it('a thread that died before there was anything to read is told then', async () => {
    const early = async (started: ReadPool): Promise<void> => {
      started.start(2);
      await new Promise((resolve) => setTimeout(resolve, 300));
    };
    await expect(run('throw new Error("no grammar")', ['a', 'b'], early)).rejects.toThrow('no grammar');
  });
});
