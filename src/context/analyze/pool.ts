import { Worker } from 'node:worker_threads';
import { frugalParsers } from './frugal.js';
import type { ReadJob, ReadResult } from './read-file.js';

/** Jobs a worker holds at once: one runs, the next waits, so that it never idles and little is in memory. */
const UNDER_WAY = 3;
/** When so many workers died one after the other without reading anything, the fault is ours, not the files'. */
const MOST_DEATHS = 8;
/** Longest one file may take in a worker before it is given up, in milliseconds. */
const FILE_TIMEOUT_MS = 20_000;

/** Heap of a worker in megabytes. V8 lets garbage grow to half of the old space before it looks for any; large files need a good part of it. */
const OLD_SPACE = 128;
const YOUNG_SPACE = 6;

interface Seat {
  worker: Worker;
  /** In the order they were sent; the first is the one that runs. */
  jobs: ReadJob[];
  timer?: NodeJS.Timeout;
}

/**
 * Runs read jobs on worker threads. A worker that dies takes only the file it was at with it (`deadly`); the other jobs go
 * to a new worker. `close` ends all threads at once.
 */
export class ReadPool {
  private seats: Seat[] = [];
  private closed = false;
  private deaths = 0;
  private failure: Error | undefined;

  constructor(private readonly entry: URL) {}

  /** Calls `onResult` for each job, in any order; `size` threads work at most. Stops handing out jobs when the signal aborts; resolves when all that were sent are back. */
  async run(jobs: readonly ReadJob[], size: number, onResult: (job: ReadJob, result: ReadResult) => void, signal: AbortSignal): Promise<void> {
    if (jobs.length === 0) return;
    const waiting = new Queue(jobs);
    for (const { worker } of this.seats) worker.ref();
    await new Promise<void>((resolve, reject) => {
      const step = (): void => {
        if (this.failure) reject(this.failure);
        if (this.closed) resolve();
        if (this.closed || this.failure) return;
        if (signal.aborted) waiting.clear();
        const wanted = Math.min(size, waiting.length + this.seats.filter((seat) => seat.jobs.length > 0).length);
        while (this.seats.length < wanted) this.seats.push(this.hire());
        for (let round = 0; round < UNDER_WAY; round++) {
          for (const [at, seat] of this.seats.entries()) {
            if (seat.jobs.length > round) continue;
            // From both ends of the list: where neighbours are of one language, each thread needs half of the grammars.
            const job = at % 2 === 0 ? waiting.shift() : waiting.pop();
            if (!job) break;
            seat.jobs.push(job);
            seat.worker.postMessage(job);
          }
        }
        if (waiting.length === 0 && this.seats.every((seat) => seat.jobs.length === 0)) resolve();
      };
      this.finish = (seat, result) => {
        const job = seat.jobs.find((candidate) => candidate.id === result.id);
        if (!job) return;
        seat.jobs = seat.jobs.filter((candidate) => candidate !== job);
        onResult(job, result);
        step();
      };
      this.lose = (seat, reason) => {
        this.seats = this.seats.filter((candidate) => candidate !== seat);
        const [deadly, ...others] = seat.jobs;
        waiting.putBack(others);
        seat.jobs = [];
        if (deadly) onResult(deadly, { id: deadly.id, kind: 'deadly', reason });
        step();
      };
      this.wake = step;
      step();
    });
    // Idle threads do not keep the process.
    for (const { worker } of this.seats) worker.unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    const seats = this.seats;
    this.seats = [];
    for (const seat of seats) clearTimeout(seat.timer);
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
    this.wake();
  }

  private finish: (seat: Seat, result: ReadResult) => void = () => {};
  private lose: (seat: Seat, reason: string) => void = () => {};
  private wake: () => void = () => {};

  private hire(): Seat {
    frugalParsers();
    const worker = new Worker(this.entry, {
      resourceLimits: { maxOldGenerationSizeMb: OLD_SPACE, maxYoungGenerationSizeMb: YOUNG_SPACE },
      env: {},
      stdin: false,
    });
    const seat: Seat = { worker, jobs: [] };
    let ready = false;
    worker.on('message', (message: ReadResult | { id: number; kind: 'started' }) => {
      ready = true;
      clearTimeout(seat.timer);
      if (message.kind === 'started') {
        seat.timer = setTimeout(() => void worker.terminate(), FILE_TIMEOUT_MS);
        seat.timer.unref();
      } else {
        if (message.kind === 'deadly') this.deaths++;
        else this.deaths = 0;
        if (this.deaths >= MOST_DEATHS) this.failure = new Error(`the analyzer does not work: ${message.kind === 'deadly' ? message.reason : ''}`);
        this.finish(seat, message);
      }
    });
    let reason = 'the parser died';
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => {
      clearTimeout(seat.timer);
      if (this.closed) return;
      // A worker that never said a word cannot be started at all: trying again for each file would not help.
      if (!ready) this.failure = new Error(`the analyzer cannot be started: ${reason}`);
      this.lose(seat, reason);
    });
    return seat;
  }
}

/** Jobs to be taken from both ends. */
class Queue {
  private from = 0;
  private to: number;
  private back: ReadJob[] = [];

  constructor(private readonly jobs: readonly ReadJob[]) {
    this.to = jobs.length;
  }

  get length(): number {
    return this.to - this.from + this.back.length;
  }

  shift(): ReadJob | undefined {
    return this.back.pop() ?? (this.from < this.to ? this.jobs[this.from++] : undefined);
  }

  pop(): ReadJob | undefined {
    return this.back.pop() ?? (this.from < this.to ? this.jobs[--this.to] : undefined);
  }

  putBack(jobs: readonly ReadJob[]): void {
    this.back.push(...jobs);
  }

  clear(): void {
    this.from = this.to;
    this.back = [];
  }
}
