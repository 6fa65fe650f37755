import { Worker } from 'node:worker_threads';
import type { ReadJob, ReadResult } from './read-file.js';

/** Heap of a worker in megabytes. V8 lets garbage grow to half of the old space before it looks for any; large files need a good part of it. */
const OLD_SPACE = 128;
const YOUNG_SPACE = 6;
/** Longest one file may take before it is given up, in milliseconds, and how often that is looked at. */
const FILE_TIMEOUT = 20_000;
const LOOK = 2_000;
/** In the shared cell: no file is being read. */
export const IDLE = -1;

/** What a worker is started with: a cell that always holds the id of the job it is at, so that its death can be laid at a file's door without a message for each. */
export interface WorkerStart {
  current: Int32Array;
}

export interface SeatEvents {
  onResults(seat: Seat, results: readonly ReadResult[]): void;
  /** The thread is gone; `heard` is false when it never said a word. */
  onLost(seat: Seat, reason: string, heard: boolean): void;
}

/** A worker thread and the jobs it holds. */
export class Seat {
  /** Sent and not back yet. */
  jobs: ReadJob[] = [];
  /** Portions of jobs under way. */
  portions = 0;
  private readonly worker: Worker;
  private readonly current = new Int32Array(new SharedArrayBuffer(4)).fill(IDLE);
  private watch: NodeJS.Timeout | undefined;

  constructor(entry: URL, events: SeatEvents) {
    const workerData: WorkerStart = { current: this.current };
    const resourceLimits = { maxOldGenerationSizeMb: OLD_SPACE, maxYoungGenerationSizeMb: YOUNG_SPACE };
    this.worker = new Worker(entry, { resourceLimits, workerData, env: {}, stdin: false });
    let heard = false;
    let reason = 'the parser died';
    this.worker.on('message', ({ results, finished }: { results: ReadResult[]; finished: boolean }) => {
      heard = true;
      if (finished) this.portions--;
      const back = new Set(results.map(({ id }) => id));
      events.onResults(this, results);
      this.jobs = this.jobs.filter(({ id }) => !back.has(id));
      if (this.jobs.length === 0) this.rest();
    });
    this.worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    this.worker.on('exit', () => {
      this.rest();
      events.onLost(this, reason, heard);
    });
  }

  /** The job the thread is, or was when it died, at. */
  get running(): ReadJob | undefined {
    const id = Atomics.load(this.current, 0);
    return this.jobs.find((job) => job.id === id);
  }

  send(jobs: readonly ReadJob[]): void {
    this.jobs.push(...jobs);
    this.portions++;
    this.worker.postMessage(jobs);
    this.watch ??= this.watchOver();
  }

  async close(): Promise<void> {
    this.rest();
    await this.worker.terminate();
  }

  /** Ends the thread when one file takes too long. */
  private watchOver(): NodeJS.Timeout {
    let at = IDLE;
    let since = performance.now();
    const timer = setInterval(() => {
      const now = Atomics.load(this.current, 0);
      if (now !== at || now === IDLE) {
        at = now;
        since = performance.now();
      } else if (performance.now() - since > FILE_TIMEOUT) void this.worker.terminate();
    }, LOOK);
    return timer.unref();
  }

  private rest(): void {
    clearInterval(this.watch);
    this.watch = undefined;
  }
}
