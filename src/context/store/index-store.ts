import type { Database } from 'better-sqlite3';
import type { CodeImport, CodeSymbol, FunctionMetric } from '../../contract/context.js';
import type { FileEntry } from '../analyze/read-file.js';
import type { ScannedFile } from '../scan/scan.js';
import type { FieldCounts } from '../words/file-terms.js';
import { Postings } from './postings.js';
import { VectorCache } from './vectors.js';

/** A file the index knows. `skipped` says why it has no content there. */
export interface IndexedFile extends ScannedFile {
  id: number;
  hash: string;
  /** Milliseconds since 1970 when the content was last compared with its hash. */
  checkedAt: number;
  skipped: string | undefined;
  language: string | undefined;
  lengths: FieldCounts;
  /** Files of the project it imports. */
  edges: string[];
}

/** What one update writes. */
export interface IndexChange {
  file: ScannedFile;
  /** `same`: only the times are new. A text: it cannot be read, for this reason. */
  entry: FileEntry | 'same' | { skipped: string };
}

type FileRow = [number, string, string, number, number, number, string | null, string | null, number, number, number, number, number, string | null];

/** The index in SQLite. All methods are synchronous; those that write open their own transaction. */
export class IndexStore {
  readonly postings: Postings;
  readonly vectors: VectorCache;

  constructor(
    private readonly database: Database,
    readonly path: string,
  ) {
    this.postings = new Postings(database);
    this.vectors = new VectorCache(database);
  }

  files(): Map<string, IndexedFile> {
    const columns = 'id, path, hash, size, mtime, checked_at, skipped, language, body, names, comments, path_words, base, edges';
    const rows = this.database.prepare(`SELECT ${columns} FROM files`).raw().iterate() as IterableIterator<FileRow>;
    const files = new Map<string, IndexedFile>();
    for (const [id, path, hash, size, mtime, checkedAt, skipped, language, body, names, comments, pathWords, base, edges] of rows) {
      const lengths = { body, names, comments, path: pathWords, base };
      files.set(path, {
        ...{ id, path, hash, size, mtime, checkedAt, lengths },
        skipped: skipped ?? undefined,
        language: language ?? undefined,
        edges: edges ? edges.split('\n') : [],
      });
    }
    return files;
  }

  write(changes: readonly IndexChange[], now: number): void {
    const replace = this.database.prepare(
      `INSERT INTO files (path, hash, size, mtime, checked_at, skipped, language, body, names, comments, path_words, base) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const forget = this.database.prepare('DELETE FROM files WHERE path = ? RETURNING id').pluck();
    const touch = this.database.prepare('UPDATE files SET size = ?, mtime = ?, checked_at = ? WHERE path = ?');
    const dropAnalysis = this.database.prepare('DELETE FROM analyses WHERE file_id = ?');
    const analyze = this.database.prepare('INSERT INTO analyses (file_id, symbols, imports, functions, uses, errors) VALUES (?, ?, ?, ?, ?, ?)');
    this.transact(() => {
      const added: Array<{ id: number; terms: FileEntry['terms'] }> = [];
      for (const { file, entry } of changes) {
        if (entry === 'same') {
          touch.run(file.size, file.mtime, now, file.path);
          continue;
        }
        const old = forget.get(file.path);
        if (old !== undefined) dropAnalysis.run(old);
        const at = [file.path, '', file.size, file.mtime, now] as const;
        if ('skipped' in entry) {
          replace.run(...at, entry.skipped, null, 0, 0, 0, 0, 0);
          continue;
        }
        const { analysis, terms, hash } = entry;
        const { body, names, comments, path, base } = terms.lengths;
        const id = Number(
          replace.run(file.path, hash, file.size, file.mtime, now, null, analysis?.language ?? null, body, names, comments, path, base).lastInsertRowid,
        );
        added.push({ id, terms });
        if (analysis) analyze.run(id, analysis.symbols, analysis.imports, analysis.functions, analysis.uses, analysis.errors);
      }
      this.postings.add(added);
      this.database.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES ('updated_at', ?)").run(String(now));
    });
  }

  /** Forgets files that are gone. */
  remove(files: readonly IndexedFile[]): void {
    if (files.length === 0) return;
    this.transact(() => {
      for (const { id } of files) {
        this.database.prepare('DELETE FROM files WHERE id = ?').run(id);
        this.database.prepare('DELETE FROM analyses WHERE file_id = ?').run(id);
      }
    });
  }

  setEdges(edges: ReadonlyArray<readonly [id: number, targets: readonly string[]]>): void {
    const update = this.database.prepare('UPDATE files SET edges = ? WHERE id = ?');
    this.transact(() => {
      for (const [id, targets] of edges) update.run(targets.length > 0 ? targets.join('\n') : null, id);
    });
  }

  symbolsOf(id: number): CodeSymbol[] {
    return parseList<CodeSymbol>(this.column('symbols', id));
  }

  importsOf(id: number): CodeImport[] {
    return parseList<CodeImport>(this.column('imports', id));
  }

  functionsOf(id: number): FunctionMetric[] {
    return parseList<FunctionMetric>(this.column('functions', id));
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
    for (const text of this.database.prepare('SELECT symbols FROM analyses').pluck().iterate() as IterableIterator<string>) {
      for (const { name } of parseList<CodeSymbol>(text)) names.add(name);
    }
    return names;
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

  /** Housekeeping that need not be done before an answer. */
  tidy(): void {
    this.transact(() => {
      const ids = new Set(this.database.prepare('SELECT id FROM files').pluck().all() as number[]);
      this.postings.mergeIfNeeded((id) => ids.has(id));
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
    return this.database.prepare(`SELECT ${name} FROM analyses WHERE file_id = ?`).pluck().get(id) as string | undefined;
  }

  private transact(work: () => void): void {
    this.database.transaction(work).immediate();
  }
}

function parseList<T>(text: string | undefined): T[] {
  return text === undefined ? [] : (JSON.parse(text) as T[]);
}
