import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import type { CodeImport, FileAnalysis, IndexStatus, ScanStats } from '../contract/context.js';
import type { Analyzer, CreateImportResolver } from '../contract/language.js';
import { collectSooner } from '../lib/v8-flags.js';
import { createResolver, edgesOf, resolveEdges } from './graph/resolve-edges.js';
import { compareFiles } from './reading/compare.js';
import { FileReader } from './reading/file-reader.js';
import { settlesWithin } from './reading/patience.js';
import { Reading } from './reading/reading.js';
import { type Scan, type ScanEvents, type ScannedFile, scan } from './scan/scan.js';
import type { Snapshot } from './snapshot.js';
import type { IndexedFile } from './store/catalog.js';
import { type EdgesOf, IndexStore } from './store/index-store.js';
import { isDamage, openDatabase, removeDatabase } from './store/open-database.js';

/** Each file's results are garbage once they are written: of so many files, hundreds of megabytes. */
const MANY_FILES = 20_000;

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

/** With less than this to read (bytes) even a slow machine is done soon: the answer waits longer, at most `SHORT_WORK_PATIENCE` ms. */
const SHORT_WORK = 2_000_000;
const SHORT_WORK_PATIENCE = 8_000;
const INCOMPLETE = 'the index of the project is not complete yet; the ranking uses what has been read so far (ocode index builds it all)';

/** Keeps the index in step with the files. One reading at a time; later calls join it. */
export class Indexer {
  private readonly reader: FileReader;
  private opening: Promise<IndexStore> | undefined;
  private reading: { pass: Reading; ended: Promise<void> } | undefined;
  private readonly stop = new AbortController();
  private readonly notices = new Set<string>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: IndexerOptions) {
    this.reader = new FileReader(options);
  }

  store(): Promise<IndexStore> {
    this.opening ??= openDatabase(this.options.cachePath).then(({ database, path }) => new IndexStore(database, path));
    return this.opening;
  }

  /** The index with its files in memory: they are read while git lists those on disk. */
  private async readStore(): Promise<IndexStore> {
    const store = await this.store();
    store.files();
    return store;
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
    return (await this.scan(signal)).files;
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

  analyze(path: string, text: string): Promise<FileAnalysis | undefined> {
    return this.reader.analyze(path, text);
  }

  /** Ends workers; what was read so far is kept. */
  async close(): Promise<void> {
    this.stop.abort();
    const threads = this.reader.close();
    await this.reading?.ended.catch(() => {});
    await this.turn;
    await this.tidy();
    (await this.opening?.catch(() => undefined))?.close();
    this.opening = undefined;
    await threads;
  }

  /** Housekeeping of an opened index. `thorough`: also what may take seconds. */
  async tidy(how: { thorough?: boolean } = {}): Promise<void> {
    const store = await this.opening?.catch(() => undefined);
    try {
      store?.tidy(how);
    } catch {
      // Another process is writing; it will tidy.
    }
  }

  private scan(signal: AbortSignal, events: ScanEvents = {}): Promise<Scan> {
    const { root, ignorePatterns, maxFiles } = this.options;
    return scan({ root, ignorePatterns, maxFiles, ...events }, signal);
  }

  /** With nothing indexed yet all will have to be read: the threads start while the files are looked at. */
  private threadsAhead(patience: number | undefined): (files: number) => void {
    return (files) => {
      this.readStore().then(
        (store) => {
          if (!this.reading && store.files().size === 0) this.reader.prepareThreads(files, this.threads(patience));
        },
        () => {},
      );
    };
  }

  /** Beside a model that needs memory and cores one thread is enough; a person who asked for the index gets two. */
  private threads(patience: number | undefined): number {
    return this.options.workers ?? (patience === undefined ? Math.min(2, availableParallelism()) : 1);
  }

  /** The first known file that changed tells that a parser will be needed: it loads while the other files are looked at. */
  private parserAhead(): (file: ScannedFile) => boolean {
    let indexed: ReadonlyMap<string, IndexedFile> | undefined;
    this.readStore().then(
      (store) => {
        indexed = store.files();
      },
      () => {},
    );
    let begun = false;
    return ({ path, size, mtime }) => {
      const known = begun ? undefined : indexed?.get(path);
      if (!known || known.skipped !== undefined || (known.size === size && known.mtime === mtime)) return false;
      begun = true;
      this.reader.prepare(path);
      return true;
    };
  }

  private async update(options: RefreshOptions): Promise<Snapshot> {
    const start = performance.now();
    const ahead = { onListed: this.threadsAhead(options.patience), onFile: this.parserAhead() };
    const [store, found] = await Promise.all([this.readStore(), this.scan(options.signal, ahead)]).catch((error: unknown) => {
      if (!this.reading) this.reader.releaseThreads();
      throw error;
    });
    if (!this.reading) this.begin(store, found, options);
    const reading = this.reading;
    let complete = true;
    if (reading) {
      const { pass, ended } = reading;
      const patience = options.patience !== undefined && pass.bytes < SHORT_WORK ? Math.max(options.patience, SHORT_WORK_PATIENCE) : options.patience;
      const left = patience === undefined ? undefined : Math.max(0, patience - (performance.now() - start));
      complete = await settlesWithin(ended, left, options.signal);
      if (!complete) {
        pass.save();
        this.notices.add(INCOMPLETE);
      }
    }
    if (options.wholeGraph && store.staleGraph && !this.reading) await this.resolve(store, [...store.files().values()], found, true);
    const notices = [...found.notices, ...this.notices];
    this.notices.clear();
    const indexed = store.files();
    const stats = this.stats(found, indexed, reading?.pass.analyzed ?? 0, performance.now() - start);
    return { store, files: found.files, indexed, notices, complete, stats };
  }

  /** Writes what is known from looking at the files, and starts reading those that changed. */
  private begin(store: IndexStore, found: Scan, options: RefreshOptions): void {
    const { root, ttlSeconds, readable } = this.options;
    const indexed = store.files();
    const rules = { now: Date.now(), ttlSeconds, readable: (path: string) => readable(`${root}/${path}`) };
    const { changed, gone, listed } = compareFiles(found.files, indexed, rules);
    if (gone.length > 0 || changed.some(({ file }) => !indexed.has(file.path))) store.staleGraph = true;
    if (gone.length > 0) store.remove(gone);
    if (listed.length > 0) store.write(listed, Date.now());
    if (changed.length === 0) {
      this.reader.releaseThreads();
      return;
    }
    if (changed.length > MANY_FILES) collectSooner();
    const { patience, priority, onProgress } = options;
    const pass = new Reading(priority ? sortBy(changed, ({ file }) => -priority(file.path)) : sortBy(changed, ({ file }) => extname(file.path)), {
      root,
      store,
      reader: this.reader,
      threads: this.threads(patience),
      inBulk: patience === undefined,
      // For few files it may not be needed at all.
      ...(changed.length * 2 > found.files.length ? { loadEdges: () => this.loadEdges(found) } : {}),
      ...(onProgress ? { onProgress } : {}),
      onNotice: (text) => this.notices.add(text),
      // The signal of one call must not stop what others wait for, unless the caller wants all of it.
      signal: patience === undefined ? AbortSignal.any([this.stop.signal, options.signal]) : this.stop.signal,
    });
    const ended = this.finish(store, pass, found);
    ended.catch(() => {});
    this.reading = { pass, ended };
  }

  private async finish(store: IndexStore, pass: Reading, found: Scan): Promise<void> {
    try {
      await pass.run();
      const indexed = store.files();
      const all = (pass.reimported.length + pass.linked.size) * 2 > indexed.size;
      const entries = all
        ? [...indexed.values()].filter(({ path }) => !pass.linked.has(path))
        : pass.reimported.map((path) => indexed.get(path)).filter((entry) => entry !== undefined);
      if (all || entries.length > 0) await this.resolve(store, entries, found, all && !this.stop.signal.aborted);
    } finally {
      this.reading = undefined;
    }
  }

  private async resolve(store: IndexStore, entries: readonly IndexedFile[], found: Scan, all: boolean): Promise<void> {
    if (entries.some(({ language }) => language !== undefined)) resolveEdges(store, entries, await this.loadEdges(found));
    if (all) store.staleGraph = false;
  }

  private async loadEdges(found: Scan): Promise<EdgesOf> {
    const create = await this.options.createImportResolver();
    const resolver = createResolver(create, found.files, this.options);
    return (path, language, imports) => edgesOf(resolver, path, language, imports);
  }

  private stats(found: Scan, indexed: ReadonlyMap<string, IndexedFile>, analyzed: number, ms: number): ScanStats {
    let skipped = found.unreadable;
    let valid = 0;
    for (const { path } of found.files) {
      const entry = indexed.get(path);
      if (entry?.skipped !== undefined) skipped++;
      else if (entry) valid++;
    }
    return { files: found.files.length, analyzed, cached: Math.max(0, valid - analyzed), skipped, ms: Math.round(ms) };
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

/** Lowest first; those of one rank stay in their order. */
function sortBy<T, R extends number | string>(items: readonly T[], rank: (item: T) => R): T[] {
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ item }) => item);
}
