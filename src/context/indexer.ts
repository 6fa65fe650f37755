import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { CodeImport, IndexStatus, ScanStats } from '../contract/context.js';
import type { Analyzer, CreateImportResolver } from '../contract/language.js';
import { ReadPool } from './analyze/pool.js';
import { LARGEST_FILE, type ReadJob, type ReadResult, readAndAnalyze } from './analyze/read-file.js';
import { createResolver, resolveEdges } from './graph/resolve-edges.js';
import { type Scan, type ScannedFile, scan } from './scan/scan.js';
import { type IndexChange, type IndexedFile, IndexStore } from './store/index-store.js';
import { isDamage, openDatabase, removeDatabase } from './store/open-database.js';

export interface IndexerOptions {
  /** Real path of the project. */
  root: string;
  cachePath: string;
  /** After so many seconds a file's content is compared with its hash again, whatever its times say. */
  ttlSeconds: number;
  ignorePatterns: readonly string[];
  maxFiles: number;
  /** May this file's content be read? Protected files are known by path only. */
  readable(absolutePath: string): boolean;
  loadAnalyzer(): Promise<Analyzer>;
  createImportResolver(): Promise<CreateImportResolver>;
  /** Entry of the worker threads; without it files are analyzed in this thread. */
  workerEntry: URL | undefined;
  workers?: number;
}

export interface RefreshOptions {
  /** Milliseconds after which the call answers with what there is; reading goes on behind it. Absent: until all is read. */
  patience?: number;
  /** What to read first: higher comes earlier. */
  priority?(path: string): number;
  /** Import edges must be right for every file. */
  wholeGraph?: boolean;
  onProgress?(done: number, total: number): void;
  signal: AbortSignal;
}

/** The project and its index at one moment. */
export interface Snapshot {
  store: IndexStore;
  files: ScannedFile[];
  indexed: Map<string, IndexedFile>;
  stats: ScanStats;
  notices: string[];
  /** False when reading still goes on. */
  complete: boolean;
}

/** With less than this to read (bytes) even a slow machine is done soon: the answer waits longer, at most `SHORT_WORK_PATIENCE` ms. */
const SHORT_WORK = 2_000_000;
const SHORT_WORK_PATIENCE = 8_000;
/** Up to so many changed files are read in this thread: starting a worker takes longer. */
const FEW_FILES = 12;
const FEW_BYTES = 200_000;
/** What is read is written in such portions. */
const PORTION_FILES = 400;
const PORTION_BYTES = 4_000_000;
/** A file changed so shortly before it was read (milliseconds) may have changed again without its time telling. */
const RACE = 20;

const WORDS_ONLY: Analyzer = { analyze: async () => undefined };

interface Reading {
  total: number;
  bytes: number;
  done: number;
  analyzed: number;
  ended: Promise<void>;
  /** Writes what was read so far. */
  save(): void;
}

/** Keeps the index in step with the files. One reading at a time; later calls join it. */
export class Indexer {
  private opening: Promise<IndexStore> | undefined;
  private analyzer: Promise<Analyzer> | undefined;
  private reading: Reading | undefined;
  private pool: ReadPool | undefined;
  private readonly stop = new AbortController();
  private staleGraph = false;
  private readonly notices = new Set<string>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: IndexerOptions) {}

  store(): Promise<IndexStore> {
    this.opening ??= openDatabase(this.options.cachePath).then(({ database, path }) => new IndexStore(database, path));
    return this.opening;
  }

  /** Brings the index up to date. A damaged or unwritable index is replaced once. */
  refresh(options: RefreshOptions): Promise<Snapshot> {
    const next = this.turn.then(async () => {
      try {
        return await this.update(options);
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('SQLITE_')) throw error;
        await this.replaceStore(isDamage(error));
        return this.update(options);
      }
    });
    this.turn = next.catch(() => {});
    return next;
  }

  async clear(): Promise<void> {
    await this.turn;
    const store = await this.store();
    store.close();
    this.opening = undefined;
    if (store.path !== ':memory:') await removeDatabase(store.path);
  }

  /** The project's files now, without reading any. */
  async list(signal: AbortSignal): Promise<ScannedFile[]> {
    const { root, ignorePatterns, maxFiles } = this.options;
    return (await scan({ root, ignorePatterns, maxFiles }, signal)).files;
  }

  async resolveImports(path: string, language: string, imports: readonly CodeImport[], signal: AbortSignal): Promise<CodeImport[]> {
    if (imports.length === 0) return [];
    const create = await this.options.createImportResolver();
    return createResolver(create, await this.list(signal), this.options).resolve(path, language, imports);
  }

  async status(): Promise<IndexStatus> {
    const store = await this.store();
    const found = await this.list(this.stop.signal);
    const indexed = store.files();
    const { symbols, bytes, updatedAt } = store.figures();
    const known = found.map(({ path }) => indexed.get(path)).filter((entry) => entry !== undefined);
    const skipped = known.filter((entry) => entry.skipped !== undefined).length;
    return {
      path: store.path,
      bytes,
      files: found.length,
      indexed: known.length - skipped,
      skipped,
      symbols,
      ...(updatedAt === undefined ? {} : { updated_at: new Date(updatedAt).toISOString() }),
    };
  }

  analyze(): Promise<Analyzer> {
    this.analyzer ??= this.options.loadAnalyzer();
    return this.analyzer;
  }

  /** Ends workers; what was read so far is kept. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.pool?.close();
    await this.reading?.ended.catch(() => {});
    await this.turn;
    const store = await this.opening?.catch(() => undefined);
    try {
      store?.tidy();
    } catch {
      // Another process is writing; it will tidy.
    }
    store?.close();
    this.opening = undefined;
  }

  private async update(options: RefreshOptions): Promise<Snapshot> {
    const start = performance.now();
    const { root, ignorePatterns, maxFiles } = this.options;
    const [store, found] = await Promise.all([this.store(), scan({ root, ignorePatterns, maxFiles }, options.signal)]);
    let indexed = store.files();
    const changes = this.reading ? undefined : this.compare(found, indexed);
    if (changes && (changes.jobs.length > 0 || changes.gone.length > 0 || changes.listed.length > 0)) {
      this.staleGraph ||= changes.gone.length > 0 || changes.jobs.some(({ file }) => !indexed.has(file.path));
      store.remove(changes.gone);
      store.write(changes.listed, Date.now());
      if (changes.jobs.length > 0) this.startReading(store, changes.jobs, found, options);
    }
    const reading = this.reading;
    let complete = true;
    if (reading) {
      const patience = options.patience !== undefined && reading.bytes < SHORT_WORK ? Math.max(options.patience, SHORT_WORK_PATIENCE) : options.patience;
      const left = patience === undefined ? undefined : Math.max(0, patience - (performance.now() - start));
      complete = await waitFor(reading.ended, left, options.signal);
      if (!complete) reading.save();
      if (!complete) this.notices.add('the index of the project is not complete yet; the ranking uses what has been read so far (ocode index builds it all)');
    }
    if (reading || changes?.gone.length || changes?.listed.length) indexed = store.files();
    if (options.wholeGraph && this.staleGraph && !this.reading) {
      await this.resolveAll(store, indexed, found);
      indexed = store.files();
    }
    const notices = [...found.notices, ...this.notices];
    this.notices.clear();
    return { store, files: found.files, indexed, notices, complete, stats: this.stats(found, indexed, reading, performance.now() - start) };
  }

  private stats(found: Scan, indexed: Map<string, IndexedFile>, reading: Reading | undefined, ms: number): ScanStats {
    let skipped = found.unreadable;
    let valid = 0;
    for (const { path } of found.files) {
      const entry = indexed.get(path);
      if (entry?.skipped !== undefined) skipped++;
      else if (entry) valid++;
    }
    const analyzed = reading?.analyzed ?? 0;
    return { files: found.files.length, analyzed, cached: Math.max(0, valid - analyzed), skipped, ms: Math.round(ms) };
  }

  private compare(
    found: Scan,
    indexed: Map<string, IndexedFile>,
  ): { jobs: Array<{ file: ScannedFile; knownHash?: string }>; gone: IndexedFile[]; listed: IndexChange[] } {
    const oldest = Date.now() - this.options.ttlSeconds * 1000;
    const jobs: Array<{ file: ScannedFile; knownHash?: string }> = [];
    const listed: IndexChange[] = [];
    const here = new Set<string>();
    for (const file of found.files) {
      here.add(file.path);
      const known = indexed.get(file.path);
      const sure = known && known.size === file.size && known.mtime === file.mtime && known.checkedAt >= oldest && file.mtime < known.checkedAt - RACE;
      if (sure) continue;
      if (file.size > LARGEST_FILE) {
        if (known?.skipped === undefined || known.size !== file.size || known.mtime !== file.mtime)
          listed.push({ file, entry: { skipped: 'larger than 1 MB' } });
      } else if (!this.options.readable(`${this.options.root}/${file.path}`)) {
        if (known?.skipped === undefined) listed.push({ file, entry: { skipped: 'protected' } });
      } else jobs.push({ file, ...(known?.hash ? { knownHash: known.hash } : {}) });
    }
    return { jobs, listed, gone: [...indexed.values()].filter(({ path }) => !here.has(path)) };
  }

  private startReading(store: IndexStore, changes: Array<{ file: ScannedFile; knownHash?: string }>, found: Scan, options: RefreshOptions): void {
    const { priority } = options;
    const ordered = priority
      ? changes
          .map((change) => ({ change, rank: priority(change.file.path) }))
          .sort((a, b) => b.rank - a.rank)
          .map(({ change }) => change)
      : changes;
    const bytes = changes.reduce((sum, { file }) => sum + file.size, 0);
    const reading: Reading = { total: changes.length, bytes, done: 0, analyzed: 0, ended: Promise.resolve(), save: () => {} };
    // The signal of one call must not stop what others wait for, unless the caller wants all of it.
    const signal = options.patience === undefined ? AbortSignal.any([this.stop.signal, options.signal]) : this.stop.signal;
    reading.ended = this.read(store, ordered, found, reading, signal, options).finally(() => {
      if (this.reading === reading) this.reading = undefined;
    });
    reading.ended.catch(() => {});
    this.reading = reading;
  }

  private async read(
    store: IndexStore,
    changes: Array<{ file: ScannedFile; knownHash?: string }>,
    found: Scan,
    reading: Reading,
    signal: AbortSignal,
    { onProgress, patience }: RefreshOptions,
  ): Promise<void> {
    // Beside a model that needs memory and cores one thread is enough; a person who asked for the index gets two.
    const workers = this.options.workers ?? (patience === undefined ? Math.min(2, availableParallelism()) : 1);
    let portion: IndexChange[] = [];
    let bytes = 0;
    let failure: unknown;
    const flush = (): void => {
      const writing = portion;
      portion = [];
      bytes = 0;
      if (writing.length > 0 && failure === undefined) store.write(writing, Date.now());
    };
    const jobs = changes.map(
      ({ file, knownHash }, id): ReadJob => ({ id, path: file.path, absolute: `${this.options.root}/${file.path}`, ...(knownHash ? { knownHash } : {}) }),
    );
    const take = (job: ReadJob, result: ReadResult): void => {
      const file = changes[job.id]?.file;
      if (!file) return;
      reading.done++;
      if (result.kind === 'read') reading.analyzed++;
      if (result.kind === 'deadly') this.notices.add(`${job.path}: skipped, the parser died of it (${result.reason})`);
      portion.push({ file, entry: result.kind === 'read' ? result : result.kind === 'same' ? 'same' : { skipped: result.reason } });
      bytes += result.kind === 'read' ? result.terms.payloads.length * 3 + (result.analysis?.uses.length ?? 0) * 2 : 0;
      onProgress?.(reading.done, reading.total);
      try {
        if (portion.length >= PORTION_FILES || bytes >= PORTION_BYTES) flush();
      } catch (error) {
        failure ??= error;
      }
    };
    try {
      await this.analyzeAll(jobs, found, workers, take, signal);
    } finally {
      flush();
    }
    if (failure !== undefined) throw failure;
    const indexed = store.files();
    const read = changes.map(({ file }) => indexed.get(file.path)).filter((entry) => entry !== undefined);
    const all = read.length * 2 > indexed.size;
    await this.resolve(store, all ? [...indexed.values()] : read, found);
    if (all && !signal.aborted) this.staleGraph = false;
  }

  private async analyzeAll(
    jobs: readonly ReadJob[],
    found: Scan,
    workers: number,
    take: (job: ReadJob, result: ReadResult) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const entry = this.options.workerEntry;
    const sizes = new Map(found.files.map(({ path, size }) => [path, size]));
    const bytes = jobs.reduce((sum, { path }) => sum + (sizes.get(path) ?? 0), 0);
    const few = jobs.length <= FEW_FILES && bytes < FEW_BYTES;
    if (!few && entry && existsSync(fileURLToPath(entry))) {
      this.pool ??= new ReadPool(entry);
      const back = new Set<ReadJob>();
      const count = (job: ReadJob, result: ReadResult): void => {
        back.add(job);
        take(job, result);
      };
      try {
        return await this.pool.run(jobs, workers, count, signal);
      } catch (error) {
        this.notices.add(`code is ranked by its words only: ${error instanceof Error ? error.message : String(error)}`);
        return this.readHere(
          jobs.filter((job) => !back.has(job)),
          async () => WORDS_ONLY,
          take,
          signal,
        );
      }
    }
    await this.readHere(jobs, () => this.analyze(), take, signal);
  }

  private async readHere(
    jobs: readonly ReadJob[],
    analyzer: () => Promise<Analyzer>,
    take: (job: ReadJob, result: ReadResult) => void,
    signal: AbortSignal,
  ): Promise<void> {
    for (const job of jobs) {
      if (signal.aborted) return;
      const result = await readAndAnalyze(job, await analyzer());
      if (result.kind === 'deadly') this.analyzer = undefined;
      take(job, result);
    }
  }

  private async resolveAll(store: IndexStore, indexed: Map<string, IndexedFile>, found: Scan): Promise<void> {
    await this.resolve(store, [...indexed.values()], found);
    this.staleGraph = false;
  }

  private async resolve(store: IndexStore, entries: readonly IndexedFile[], found: Scan): Promise<void> {
    const create = await this.options.createImportResolver();
    resolveEdges(store, entries, createResolver(create, found.files, this.options));
  }

  private async replaceStore(damaged: boolean): Promise<void> {
    this.stop.signal.throwIfAborted();
    const old = await this.store();
    try {
      old.close();
    } catch {
      // It is being thrown away.
    }
    if (damaged) await removeDatabase(this.options.cachePath);
    else this.notices.add('the index cannot be saved here; it lives for this run only');
    this.opening = openDatabase(damaged ? this.options.cachePath : ':memory:').then(({ database, path }) => new IndexStore(database, path));
  }
}

/** True when the promise settled in time. Rejects with it, and when the signal aborts. */
async function waitFor(work: Promise<void>, patience: number | undefined, signal: AbortSignal): Promise<boolean> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  const late =
    patience === undefined
      ? new Promise<never>(() => {})
      : new Promise<boolean>((resolve) => {
          timer = setTimeout(() => resolve(false), patience);
        });
  try {
    return await Promise.race([work.then(() => true), late, aborted]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener('abort', onAbort);
  }
}
