import { JobQueue } from './job-queue.js';
import type { ReadJob, ReadResult } from './read-file.js';
import { Seat } from './seat.js';

/** Jobs go to a worker in portions of at most so many: a message for each would cost more than a small file. */
const PORTION = 16;
/** Portions a worker holds at once: one is read, the next waits, so that it never idles and little is in memory. */
const UNDER_WAY = 2;
/** When so many workers died one after the other without reading anything, the fault is ours, not the files'. */
const MOST_DEATHS = 8;
const MOST_RESTARTS = 32;

/**
 * Runs read jobs on worker threads. A worker that dies takes only the file it was at with it (`deadly`); the other jobs go
 * to a new worker. `close` ends all threads at once.
 */
export class ReadPool {
  private seats: Seat[] = [];
  private closed = false;
  private deaths = 0;
  private restarts = 0;
  private failure: Error | undefined;
  /** Jobs that no seat holds. */
  private waiting = new JobQueue([]);
  private take: (job: ReadJob, result: ReadResult) => void = () => {};
  private step: () => void = () => {};

  constructor(private readonly entry: URL) {}

  /** Starts so many threads before there is anything to read: they need a tenth of a second until they can. */
  start(size: number): void {
    while (this.seats.length < size && !this.closed) this.seats.push(this.newSeat());
  }

  /** Calls `onResult` for each job, in any order; `size` threads work at most. Stops handing out jobs when the signal aborts; resolves when all that were sent are back. */
  async run(jobs: readonly ReadJob[], size: number, onResult: (job: ReadJob, result: ReadResult) => void, signal: AbortSignal): Promise<void> {
    const waiting = new JobQueue(jobs);
    this.waiting = waiting;
    this.take = onResult;
    const portion = Math.max(1, Math.min(PORTION, Math.floor(jobs.length / (size * 4))));
    await new Promise<void>((resolve, reject) => {
      this.step = () => {
        if (this.failure) reject(this.failure);
        if (this.closed) resolve();
        if (this.closed || this.failure) return;
        if (signal.aborted) waiting.clear();
        this.start(Math.min(size, Math.ceil(waiting.length / portion) + this.seats.filter((seat) => seat.jobs.length > 0).length));
        for (let round = 0; round < UNDER_WAY; round++) {
          for (const [at, seat] of this.seats.entries())
            if (seat.portions <= round && waiting.length > 0) seat.send(waiting.take(portion, at % 2 === 0 ? 'first' : 'last'));
        }
        if (waiting.length === 0 && this.seats.every((seat) => seat.jobs.length === 0)) resolve();
      };
      this.step();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const seats = this.seats;
    this.seats = [];
    await Promise.all(seats.map((seat) => seat.close()));
    this.step();
  }

  private newSeat(): Seat {
    return new Seat(this.entry, {
      onResults: (seat, results) => this.onResults(seat, results),
      onLost: (seat, reason, heard) => this.onLost(seat, reason, heard),
    });
  }

  private onResults(seat: Seat, results: readonly ReadResult[]): void {
    for (const result of results) {
      const job = seat.jobs.find(({ id }) => id === result.id);
      if (!job) continue;
      this.count(result);
      this.take(job, result);
    }
    // After the seat has crossed them off its list.
    queueMicrotask(this.step);
  }

  private onLost(seat: Seat, reason: string, heard: boolean): void {
    this.seats = this.seats.filter((candidate) => candidate !== seat);
    if (this.closed) return;
    const deadly = seat.running;
    this.waiting.putBack(seat.jobs.filter((job) => job !== deadly));
    // A worker that never said a word cannot be started at all: trying again for each file would not help.
    if ((!heard && !deadly) || ++this.restarts > MOST_RESTARTS) this.failure = new Error(`the analyzer cannot be started: ${reason}`);
    else if (deadly) {
      const result: ReadResult = { id: deadly.id, kind: 'deadly', reason };
      this.count(result);
      this.take(deadly, result);
    }
    this.step();
  }

  private count(result: ReadResult): void {
    this.deaths = result.kind === 'deadly' ? this.deaths + 1 : 0;
    if (result.kind !== 'deadly') this.restarts = 0;
    if (this.deaths >= MOST_DEATHS) this.failure = new Error(`the analyzer does not work: ${result.kind === 'deadly' ? result.reason : ''}`);
  }
}
