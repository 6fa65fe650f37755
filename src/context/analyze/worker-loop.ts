import { parentPort } from 'node:worker_threads';
import type { Analyzer } from '../../contract/language.js';
import { type ReadJob, type ReadResult, readAndAnalyze } from './read-file.js';

/** Serves read jobs in a worker thread, one after the other. The caller keeps at most a few under way, so memory stays bounded. */
export function serveReadJobs(analyzer: Analyzer): void {
  const port = parentPort;
  if (!port) throw new Error('this runs in a worker thread only');
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (job: ReadJob) => {
    last = last.then(async () => {
      port.postMessage({ id: job.id, kind: 'started' });
      const result: ReadResult = await readAndAnalyze(job, analyzer);
      port.postMessage(result, result.kind === 'read' ? [result.terms.payloads.buffer as ArrayBuffer, result.terms.ends.buffer as ArrayBuffer] : []);
      // A parser that died once is not trusted again: the pool starts a new worker.
      if (result.kind === 'deadly') process.exit(0);
    });
  });
}
