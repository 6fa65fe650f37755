import { parentPort, workerData } from 'node:worker_threads';
import type { Analyzer } from '../../contract/language.js';
import { type ReadJob, type ReadResult, readAndAnalyze } from './read-file.js';
import { IDLE, type WorkerStart } from './seat.js';

/** Results wait for company until they weigh about so many bytes. */
const PORTION_BYTES = 128_000;

/** Serves portions of read jobs in a worker thread, one file after the other. The caller keeps at most a few portions under way, so memory stays bounded. */
export function serveReadJobs(analyzer: Analyzer): void {
  const port = parentPort;
  if (!port) throw new Error('this runs in a worker thread only');
  const { current } = workerData as WorkerStart;
  const serve = async (jobs: readonly ReadJob[]): Promise<void> => {
    let results: ReadResult[] = [];
    let bytes = 0;
    for (const job of jobs) {
      Atomics.store(current, 0, job.id);
      const result = await readAndAnalyze(job, analyzer);
      results.push(result);
      // A parser that died once is not trusted again: the pool starts a new worker.
      if (result.kind === 'deadly') {
        port.postMessage({ results, finished: false });
        process.exit(0);
      }
      bytes += result.kind === 'read' ? result.terms.payloads.length * 2 + (result.analysis?.uses.length ?? 0) : 0;
      if (bytes < PORTION_BYTES) continue;
      port.postMessage({ results, finished: false });
      results = [];
      bytes = 0;
    }
    Atomics.store(current, 0, IDLE);
    port.postMessage({ results, finished: true });
  };
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (jobs: readonly ReadJob[]) => {
    last = last.then(() => serve(jobs));
  });
}
