import type { Database, Statement } from 'better-sqlite3';
import type { CodeImport, CodeSymbol, FunctionMetric } from '../../contract/context.js';
import type { FileEntry } from '../analyze/read-file.js';
import type { ScannedFile } from '../scan/scan.js';
import { unpackFunctions, unpackNames, unpackSymbols } from './analysis-rows.js';
import { Catalog, type IndexedFile, splitEdges } from './catalog.js';
import { Postings } from './postings.js';
import { VectorCache } from './vectors.js';

/** As the analysis writes an empty list. */
const NO_IMPORTS = '[]';
const NO_WORDS = { body: 0, names: 0, comments: 0, path: 0, base: 0 };

/** So few changes are written without waiting for the disk. */
const FEW_CHANGES = 16;

/** Files of the project that a file imports. */
export type EdgesOf = (path: string, language: string, imports: readonly CodeImport[]) => string[];

/** What one update writes. */
export interface IndexChange {
  file: ScannedFile;
  /** `same`: only the times are new. A text: it cannot be read, for this reason. */
  entry: FileEntry | 'same' | { skipped: string };
}

/** Files whose symbols are read in one go. */
const SYMBOLS_AT_ONCE = 500;

/** The index in SQLite. All methods are synchronous; those that write open their own transaction. */
export class IndexStore {
  readonly postings: Postings;
  readonly vectors: VectorCache;
  /** Prepared once: ranking reads the symbols of a hundred files. */
  private readonly columns = new Map<string, Statement>();
  private readonly catalog: Catalog;

  constructor(
    private readonly database: Database,
    readonly path: string,
  ) {
    this.postings = new Postings(database);
    this.catalog = new Catalog(database);
    this.vectors = new VectorCache(database);
  }

  /** Every file the index knows, by path. A living view: later writes show in it. */
  files(): Map<string, IndexedFile> {
    return this.catalog.files();
  }

  /** Returns the paths whose imports are not what they were: their edges are those `edgesOf` tells, or none yet. The edges of the others stay. */
  write(changes: readonly IndexChange[], now: number, edgesOf?: EdgesOf): string[] {
    const replace = this.database.prepare(
      `INSERT INTO files (path, hash, size, mtime, checked_at, skipped, language, body, names, comments, path_words, base, edges) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const forget = this.database.prepare('DELETE FROM files WHERE path = ? RETURNING id, edges').raw();
    const touch = this.database.prepare('UPDATE files SET size = ?, mtime = ?, checked_at = ? WHERE path = ?');
    const dropAnalysis = this.database.prepare('DELETE FROM analyses WHERE file_id = ? RETURNING imports').pluck();
    const analyze = this.database.prepare('INSERT INTO analyses (file_id, symbols, imports, functions, uses, errors) VALUES (?, ?, ?, ?, ?, ?)');
    const known: IndexedFile[] = [];
    const touched: ScannedFile[] = [];
    const reimported: string[] = [];
    const transact = changes.length <= FEW_CHANGES ? (work: () => void) => this.unsynced(() => this.transact(work)) : (work: () => void) => this.transact(work);
    transact(() => {
      const added: Array<{ id: number; terms: FileEntry['terms'] }> = [];
      for (const { file, entry } of changes) {
        if (entry === 'same') {
          touch.run(file.size, file.mtime, now, file.path);
          touched.push(file);
          continue;
        }
        const [oldId, oldEdges = null] = (forget.get(file.path) ?? []) as [number?, (string | null)?];
        const oldImports = oldId === undefined ? undefined : (dropAnalysis.get(oldId) as string | undefined);
        const at = [file.path, 'skipped' in entry ? '' : entry.hash, file.size, file.mtime, now] as const;
        if ('skipped' in entry) {
          const id = Number(replace.run(...at, entry.skipped, null, 0, 0, 0, 0, 0, null).lastInsertRowid);
          known.push({ ...file, id, hash: '', checkedAt: now, skipped: entry.skipped, language: undefined, lengths: NO_WORDS, edges: [] });
          continue;
        }
        const { analysis, terms, hash } = entry;
        const { body, names, comments, path, base } = terms.lengths;
        const reimports = analysis !== undefined && !sameImports(oldImports, analysis.imports);
        if (reimports) reimported.push(file.path);
        const edges =
          analysis === undefined ? [] : reimports ? (edgesOf?.(file.path, analysis.language, parseList(analysis.imports)) ?? []) : splitEdges(oldEdges);
        const id = Number(
          replace.run(...at, null, analysis?.language ?? null, body, names, comments, path, base, edges.length > 0 ? edges.join('\n') : null).lastInsertRowid,
        );
        added.push({ id, terms });
        known.push({
          ...file,
          id,
          hash,
          checkedAt: now,
          skipped: undefined,
          language: analysis?.language,
          lengths: terms.lengths,
          edges,
        });
        if (analysis) analyze.run(id, analysis.symbols, analysis.imports, analysis.functions, analysis.uses, analysis.errors);
      }
      this.postings.add(added);
      this.database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('updated_at', ?)").run(String(now));
    });
    this.catalog.put(known, touched, now);
    return reimported;
  }

  /** Forgets files that are gone. */
  remove(files: readonly IndexedFile[]): void {
    if (files.length === 0) return;
    const dropFile = this.database.prepare('DELETE FROM files WHERE id = ?');
    const dropAnalysis = this.database.prepare('DELETE FROM analyses WHERE file_id = ?');
    this.transact(() => {
      for (const { id } of files) {
        dropFile.run(id);
        dropAnalysis.run(id);
      }
    });
    this.catalog.remove(files);
  }

  setEdges(edges: ReadonlyArray<readonly [file: IndexedFile, targets: string[]]>): void {
    const update = this.database.prepare('UPDATE files SET edges = ? WHERE id = ?');
    this.transact(() => {
      for (const [{ id }, targets] of edges) update.run(targets.length > 0 ? targets.join('\n') : null, id);
    });
    for (const [file, targets] of edges) file.edges = targets;
  }

  /** Files came or went since all edges were worked out: other files' imports may lead elsewhere now. */
  get staleGraph(): boolean {
    return this.database.prepare("SELECT 1 FROM meta WHERE key = 'stale_graph'").pluck().get() !== undefined;
  }

  set staleGraph(stale: boolean) {
    this.database.prepare(stale ? "INSERT OR IGNORE INTO meta (key, value) VALUES ('stale_graph', '1')" : "DELETE FROM meta WHERE key = 'stale_graph'").run();
  }

  symbolsOf(id: number): CodeSymbol[] {
    return unpackSymbols(this.column('symbols', id));
  }

  importsOf(id: number): CodeImport[] {
    return parseList<CodeImport>(this.column('imports', id));
  }

  functionsOf(id: number): FunctionMetric[] {
    return unpackFunctions(this.column('functions', id));
  }

  /** Lines on which a name is used in a file. */
  usesOf(id: number, name: string): number[] {
    const text = this.column('uses', id);
    const uses = text === undefined ? {} : (JSON.parse(text) as Record<string, number[]>);
    return Object.hasOwn(uses, name) ? (uses[name] ?? []) : [];
  }

  /** Every name that is defined somewhere. */
  definedNames(): Set<string> {
    const names = new Set<string>();
    // Some at a time: all of a large project would not fit.
    const next = this.database.prepare(`SELECT file_id, symbols FROM analyses WHERE file_id > ? ORDER BY file_id LIMIT ${SYMBOLS_AT_ONCE}`).raw();
    for (let last = -1; ; ) {
      const rows = next.all(last) as Array<[id: number, symbols: string]>;
      for (const [id, text] of rows) {
        for (const name of unpackNames(text)) names.add(name);
        last = id;
      }
      if (rows.length < SYMBOLS_AT_ONCE) return names;
    }
  }

  history(): { head: string; data: string } | undefined {
    return this.database.prepare('SELECT head, data FROM history').get() as { head: string; data: string } | undefined;
  }

  setHistory(head: string, data: string): void {
    this.transact(() => {
      this.database.prepare('DELETE FROM history').run();
      this.database.prepare('INSERT INTO history (head, data) VALUES (?, ?)').run(head, data);
    });
  }

  /** Housekeeping that need not be done before an answer. `thorough`: also what may take seconds. */
  tidy({ thorough = false } = {}): void {
    this.transact(() => {
      const alive = (): ReadonlySet<number> => new Set(this.database.prepare('SELECT id FROM files').pluck().all() as number[]);
      this.postings.mergeIfNeeded(alive);
      if (thorough) this.postings.compactIfNeeded(alive());
      this.vectors.prune();
    });
  }

  figures(): { symbols: number; bytes: number; updatedAt: number | undefined } {
    const one = (sql: string): unknown => this.database.prepare(sql).pluck().get();
    const updatedAt = one("SELECT value FROM meta WHERE key = 'updated_at'");
    return {
      symbols: Number(one('SELECT coalesce(sum(json_array_length(symbols)), 0) FROM analyses')),
      bytes: Number(this.database.pragma('page_count', { simple: true })) * Number(this.database.pragma('page_size', { simple: true })),
      updatedAt: updatedAt === undefined ? undefined : Number(updatedAt),
    };
  }

  close(): void {
    this.database.close();
  }

  private column(name: 'symbols' | 'imports' | 'functions' | 'uses', id: number): string | undefined {
    const select = this.columns.get(name) ?? this.database.prepare(`SELECT ${name} FROM analyses WHERE file_id = ?`).pluck();
    this.columns.set(name, select);
    return select.get(id) as string | undefined;
  }

  /**
   * Without waiting for the disk, which takes longer than all the rest when an answer waits for a few changed files. Killing the
   * process loses nothing; after a power cut these changes may be missing. The main file is only touched by checkpoints, which wait.
   */
  private unsynced(work: () => void): void {
    this.database.pragma('synchronous = OFF');
    this.database.pragma('wal_autocheckpoint = 0');
    try {
      work();
    } finally {
      this.database.pragma('synchronous = NORMAL');
      this.database.pragma('wal_autocheckpoint = 1000');
    }
  }

  private transact(work: () => void): void {
    this.database.transaction(work).immediate();
  }
}

function parseList<T>(text: string | undefined): T[] {
  return text === undefined ? [] : (JSON.parse(text) as T[]);
}

/** Do both lists lead to the same files? On which lines they stand does not matter. */
function sameImports(before: string | undefined, after: string): boolean {
  if (before === undefined || before === after) return (before ?? NO_IMPORTS) === after;
  const withoutLines = (text: string): string => JSON.stringify(parseList<CodeImport>(text).map((item) => ({ ...item, line: 0 })));
  return withoutLines(before) === withoutLines(after);
}
