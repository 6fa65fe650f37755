import type { ReadJob } from './read-file.js';

/** Jobs that are taken from both ends: where neighbours are of one language, each of two threads needs half of the grammars. */
export class JobQueue {
  private from = 0;
  private to: number;
  private returned: ReadJob[] = [];

  constructor(private readonly jobs: readonly ReadJob[]) {
    this.to = jobs.length;
  }

  get length(): number {
    return this.to - this.from + this.returned.length;
  }

  take(count: number, end: 'first' | 'last'): ReadJob[] {
    const taken = this.returned.splice(0, count);
    const more = Math.min(count - taken.length, this.to - this.from);
    if (end === 'first') {
      taken.push(...this.jobs.slice(this.from, this.from + more));
      this.from += more;
    } else {
      taken.push(...this.jobs.slice(this.to - more, this.to));
      this.to -= more;
    }
    return taken;
  }

  putBack(jobs: readonly ReadJob[]): void {
    this.returned.push(...jobs);
  }

  clear(): void {
    this.from = this.to;
    this.returned = [];
  }
}
