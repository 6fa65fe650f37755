import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FileAnalysis } from '../../contract/context.js';
import type { Analyzer } from '../../contract/language.js';
import { ReadPool } from '../analyze/pool.js';
import { type ReadJob, type ReadResult, readAndAnalyze } from '../analyze/read-file.js';

export interface FileReaderOptions {
  loadAnalyzer(): Promise<Analyzer>;
  /** Entry of the worker threads; without it files are analyzed in this thread. */
  workerEntry: URL | undefined;
}

export type TakeResult = (job: ReadJob, result: ReadResult) => void;

/** Up to so many changed files are read in this thread: starting a worker takes longer. */
const FEW_FILES = 12;
const FEW_BYTES = 200_000;

const WORDS_ONLY: Analyzer = { analyze: async () => undefined };

/** Reads and analyzes files: a few in this thread, many in worker threads that end when all are read. */
export class FileReader {
  private analyzer: Promise<Analyzer> | undefined;
  private pool: ReadPool | undefined;
  private ending: Promise<void> | undefined;
  /** A parser died in this thread: no other one can be trusted here. */
  private died = false;

  constructor(private readonly options: FileReaderOptions) {}

  /** Undefined when no language knows the file, or no parser can read it. */
  async analyze(path: string, text: string): Promise<FileAnalysis | undefined> {
    if (this.died) return undefined;
    const analyzer = await this.load();
    try {
      return await analyzer.analyze(path, text);
    } catch {
      this.died = true;
      return undefined;
    }
  }

  /** A file that will probably be read in this thread: its parser begins to load. */
  prepare(path: string): void {
    if (this.died) return;
    this.load().then(
      (analyzer) => analyzer.prepare?.(path),
      // Told when the file is read.
      () => {},
    );
  }

  /** So many files will probably be read: threads for them begin to start. Take it back with `releaseThreads` when it comes to nothing. */
  prepareThreads(files: number, threads: number): void {
    if (files <= FEW_FILES || this.pool) return;
    this.pool = this.newPool();
    this.pool?.start(threads);
  }

  /** Ends the threads; nobody waits for it. An idle one would hold tens of megabytes while the model answers. */
  releaseThreads(): void {
    if (this.pool) this.ending = this.pool.close();
    this.pool = undefined;
  }

  /** Calls `take` for each job in any order; those that were not read when the signal aborts are left out. Resolves to a notice when something was amiss. */
  async read(jobs: readonly ReadJob[], bytes: number, threads: number, take: TakeResult, signal: AbortSignal): Promise<string | undefined> {
    const few = jobs.length <= FEW_FILES && bytes < FEW_BYTES && !this.died;
    const pool = few ? undefined : (this.pool ?? this.newPool());
    if (!pool) {
      this.releaseThreads();
      await this.readHere(jobs, () => this.load(), take, signal);
      return undefined;
    }
    const back = new Set<ReadJob>();
    this.pool = pool;
    try {
      await pool.run(
        jobs,
        threads,
        (job, result) => {
          back.add(job);
          take(job, result);
        },
        signal,
      );
      return undefined;
    } catch (error) {
      const left = jobs.filter((job) => !back.has(job));
      await this.readHere(left, async () => WORDS_ONLY, take, signal);
      return `code is ranked by its words only: ${error instanceof Error ? error.message : String(error)}`;
    } finally {
      this.releaseThreads();
    }
  }

  /** Ends the threads at once; what they were at is not given to anybody. */
  async close(): Promise<void> {
    this.releaseThreads();
    await this.ending;
  }

  /** Undefined where threads cannot be started. */
  private newPool(): ReadPool | undefined {
    const { workerEntry } = this.options;
    return workerEntry && existsSync(fileURLToPath(workerEntry)) ? new ReadPool(workerEntry) : undefined;
  }

  private load(): Promise<Analyzer> {
    this.analyzer ??= this.options.loadAnalyzer();
    return this.analyzer;
  }

  private async readHere(jobs: readonly ReadJob[], analyzer: () => Promise<Analyzer>, take: TakeResult, signal: AbortSignal): Promise<void> {
    for (const job of jobs) {
      if (signal.aborted) return;
      const result = await readAndAnalyze(job, this.died ? WORDS_ONLY : await analyzer());
      if (result.kind === 'deadly') this.died = true;
      take(job, result);
    }
  }
}
