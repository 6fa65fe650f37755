import { readFileSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import type { ContextBundle, ContextService, IndexStatus, RankedFile, ScanStats } from '../contract/context.js';
import type { Analyzer, CreateImportResolver } from '../contract/language.js';
import { CodeQuestions, isProgram } from './code-questions.js';
import { GitHistory } from './git-history.js';
import { findEntryPoints, findHubs } from './graph/graph.js';
import { Indexer } from './indexer.js';
import { type PackFile, type PackStrategy, packFiles } from './pack/pack.js';
import { projectMap } from './pack/project-map.js';
import { loadRankInput } from './rank-input.js';
import type { PassageFile } from './rerank/passages.js';
import type { Embeddings } from './rerank/rerank.js';
import { grepWords } from './scan/grep-words.js';
import { bestSymbols } from './score/best-symbols.js';
import { parseQuery } from './score/query.js';
import { type Ranked, rankFiles } from './score/rank.js';
import type { RankFile } from './score/rank-file.js';
import type { Snapshot } from './snapshot.js';
import type { IndexStore } from './store/index-store.js';
import { watchProject } from './watch.js';
import { kindOfPath } from './words/path-kind.js';
import { stemsOf } from './words/words.js';

export interface ContextManagerOptions {
  /** Real path of the project. */
  root: string;
  /** Where the index lies; in memory when it cannot be written there. */
  cachePath: string;
  /** Seconds after which files are compared with their hashes again even when their times did not change. Default: a week. */
  ttlSeconds?: number;
  ignorePatterns?: readonly string[];
  /** Most files of the project that are looked at. Default 200,000. */
  maxFiles?: number;
  /** Most files `build` puts into the prompt. Default 12. */
  maxContextFiles?: number;
  strategy?: PackStrategy;
  /** Orders the best files anew by meaning; without it words, names and the graph decide alone. */
  embeddings?: Embeddings;
  /** May this file's content be read? */
  readable(absolutePath: string): boolean;
  /** Called when a file is analyzed in this thread, and never before. */
  loadAnalyzer(): Promise<Analyzer>;
  createImportResolver(): Promise<CreateImportResolver>;
  /** Entry of the worker threads (`dist/analyze-worker.js`); without it, or when it is missing, files are analyzed in this thread. */
  workerEntry?: URL;
  workers?: number;
}

const WEEK = 7 * 24 * 3600;
/** How long a first answer waits for reading, in milliseconds. */
const PATIENCE = 1_500;
const HISTORY_PATIENCE = 600;
const MAP_TOKENS = 350;
const MANY_FILES = 10_000;
/** So many places a file may move up when the best are ordered anew. */
const MOVED_UP = 20;
/** The first few are shown as far as the budget goes; of the others, those not far behind the best. */
const ALWAYS_SHOWN = 4;
const WORTH_SHOWING = 0.12;

export function createContextManager(options: ContextManagerOptions): ContextService {
  return new ContextManager(options);
}

/** The project as it is now. */
interface Looked {
  snapshot: Snapshot;
  /** Commit that HEAD names. */
  head: string | undefined;
}

/** Finds, ranks and packs what a query needs. Opens nothing before it is first asked. */
class ContextManager extends CodeQuestions implements ContextService {
  private readonly history: GitHistory;
  private readonly closing: AbortController;
  private prepared: Promise<Looked> | undefined;

  constructor(private readonly options: ContextManagerOptions) {
    const indexer = new Indexer({
      ...options,
      ttlSeconds: options.ttlSeconds ?? WEEK,
      ignorePatterns: options.ignorePatterns ?? [],
      maxFiles: options.maxFiles ?? 200_000,
      workerEntry: options.workerEntry,
    });
    super(indexer, options.root, options.readable);
    this.closing = new AbortController();
    this.history = new GitHistory(options.root, this.closing.signal);
  }

  prepare(query: string, signal: AbortSignal): void {
    this.prepared = this.look(query, signal);
    this.prepared.catch(() => {});
  }

  build(query: string, budget: number, signal: AbortSignal): Promise<ContextBundle> {
    return this.rank(query, { budget, limit: this.options.maxContextFiles ?? 12 }, signal);
  }

  async rank(query: string, { budget, limit }: { budget: number; limit: number }, signal: AbortSignal): Promise<ContextBundle> {
    const start = performance.now();
    const strategy = this.options.strategy ?? 'auto';
    const looked = this.prepared ?? this.look(query, signal);
    this.prepared = undefined;
    const { snapshot, head } = await looked;
    const { store } = snapshot;
    const past = await this.history.get(store, head, HISTORY_PATIENCE);
    const parsed = parseQuery(query);
    const grepped = snapshot.complete ? undefined : await grepWords(this.options.root, query, parsed, signal);
    const { input, files } = loadRankInput(snapshot, parsed, past, grepped);
    // Signals and the terminal get their turn: in a large project each step takes a while.
    const breath = (): Promise<void> | undefined => (files.length > MANY_FILES ? breathe() : undefined);
    await breath();
    const ranked = await this.rerank(query, rankFiles(input, limit + MOVED_UP), files, snapshot, signal);
    const best = ranked.slice(0, limit);
    await breath();
    const packFilesInput = best.map((entry, place) => {
      const score = relative(entry, ranked);
      const shown = entry.named || place < ALWAYS_SHOWN || score >= WORTH_SHOWING;
      return this.packFile(entry, files[entry.file]?.path ?? '', snapshot, { score, shown });
    });
    const packed = packFiles(packFilesInput, strategy === 'none' ? 0 : budget, strategy === 'none' ? '' : mapOf(files, budget), strategy);
    const listed = best.map((entry, index): RankedFile => {
      const { path = '', mode = 'listed', tokens = 0 } = packed.files[index] ?? {};
      return { path, score: relative(entry, ranked), reasons: entry.reasons, tokens, mode };
    });
    return {
      query,
      files: listed,
      symbols: bestSymbols(ranked, (file) => files[file]?.path ?? ''),
      stats: { ...snapshot.stats, ms: Math.round(performance.now() - start) },
      text: packed.text,
      tokens: packed.tokens,
      notices: snapshot.notices,
    };
  }

  async index(onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<ScanStats> {
    // Git looks at its history while the files are read.
    const early = this.indexer.store().then((store) => this.keepHistory(store, signal));
    const [snapshot, kept] = await Promise.all([this.indexer.refresh({ onProgress, wholeGraph: true, signal }), early.catch(() => undefined)]);
    // A damaged index was replaced meanwhile.
    if (kept !== snapshot.store) await this.keepHistory(snapshot.store, signal);
    await this.indexer.tidy({ thorough: true });
    return snapshot.stats;
  }

  async status(): Promise<IndexStatus> {
    return this.indexer.status();
  }

  async clear(): Promise<void> {
    await this.indexer.clear();
  }

  async watch(onUpdate: (stats: ScanStats) => void, signal: AbortSignal): Promise<void> {
    let known: number | undefined;
    await watchProject(this.options.root, signal, async () => {
      known ??= (await this.indexer.store()).files().size;
      const { stats } = await this.indexer.refresh({ wholeGraph: true, signal });
      if (stats.analyzed > 0 || stats.files !== known) onUpdate(stats);
      known = stats.files;
    });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.history.settled();
    await this.indexer.close();
  }

  private async rerank(
    query: string,
    ranked: readonly Ranked[],
    files: readonly RankFile[],
    snapshot: Snapshot,
    signal: AbortSignal,
  ): Promise<readonly Ranked[]> {
    const { embeddings } = this.options;
    if (!embeddings || query.trim() === '') return ranked;
    const { rerank } = await import('./rerank/rerank.js');
    const fileOf = async (entry: Ranked): Promise<PassageFile> => {
      const { path, text = '', symbols, matching } = this.packFile(entry, files[entry.file]?.path ?? '', snapshot, { score: 1, shown: true });
      return { path, text, symbols, matching };
    };
    return rerank({ query, ranked, cache: snapshot.store.vectors, fileOf, signal }, embeddings);
  }

  private async keepHistory(store: IndexStore, signal: AbortSignal): Promise<IndexStore> {
    await this.history.get(store, await this.history.head(signal), 30_000);
    return store;
  }

  /** Brings the index up to date, as far as a first answer waits for it. */
  private async look(query: string, signal: AbortSignal): Promise<Looked> {
    const stems = new Set(stemsOf(query));
    const priority = (path: string): number => priorityOf(path, stems);
    const [snapshot, head] = await Promise.all([this.indexer.refresh({ patience: PATIENCE, priority, signal }), this.history.head(signal)]);
    return { snapshot, head };
  }

  private packFile(entry: Ranked, path: string, { store, indexed }: Snapshot, { score, shown }: { score: number; shown: boolean }): PackFile {
    const known = indexed.get(path);
    const absolute = `${this.options.root}/${path}`;
    // The index may know it from when it could be read.
    const readable = known?.skipped === undefined && this.options.readable(absolute);
    const text = shown && readable ? readText(absolute) : undefined;
    return {
      path,
      score,
      text: text?.includes('\0') ? undefined : text,
      symbols: known && readable ? store.symbolsOf(known.id) : [],
      matching: readable ? entry.parts.map(({ symbol }) => symbol) : [],
    };
  }
}

/** A picture of the whole project in few words. */
function mapOf(files: readonly RankFile[], budget: number): string {
  const importers = new Int32Array(files.length);
  for (const { imports } of files) for (const target of imports) importers[target] = (importers[target] ?? 0) + 1;
  const linked = files.map(({ path, imports }, index) => ({ path, imports, importers: { length: importers[index] ?? 0 } }));
  const facts = { paths: files.map(({ path }) => path), hubs: findHubs(linked), entryPoints: findEntryPoints(linked, isProgram) };
  return projectMap(facts, Math.min(MAP_TOKENS, budget * 0.2) * 4);
}

/** At once: the few files shown are small, and the thread pool takes longer than reading them. Undefined when it is not there any more. */
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** 1 for the best, falling with the distance in score. */
function relative(entry: Ranked, ranked: readonly Ranked[]): number {
  const top = ranked.find(({ named }) => named === entry.named)?.score ?? entry.score;
  const first = ranked[0];
  const rest = Math.exp(-Math.max(0, top - entry.score) / 1.5);
  return Number((first?.named && !entry.named ? rest * 0.9 : rest).toFixed(4));
}

/** What to read first when there is no time for all: files whose names the query has, then sources. */
function priorityOf(path: string, stems: ReadonlySet<string>): number {
  const kind = kindOfPath(path);
  const matches = stemsOf(path).filter((stem) => stems.has(stem)).length;
  return (
    matches * 4 + (kind.source ? 4 : 0) - (kind.test ? 3 : 0) - (kind.doc || kind.config ? 2 : 0) - (kind.generated ? 6 : 0) - path.split('/').length * 0.1
  );
}
