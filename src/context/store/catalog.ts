import type { Database } from 'better-sqlite3';
import type { ScannedFile } from '../scan/scan.js';
import type { FieldCounts } from '../words/file-terms.js';

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

type Row = [number, string, string, number, number, number, string | null, string | null, number, number, number, number, number, string | null];

const COLUMNS = 'id, path, hash, size, mtime, checked_at, skipped, language, body, names, comments, path_words, base, edges';
/** Rows that come over as one JSON text: half the time of row by row, and the text stays small. */
const BATCH = 2_000;

/** The table of files in memory, read once. What this process writes is put in by hand; what another one commits makes it read again. */
export class Catalog {
  private known: Map<string, IndexedFile> | undefined;
  private version: unknown;

  constructor(private readonly database: Database) {}

  files(): Map<string, IndexedFile> {
    // Changes when another connection committed, not by our own writing.
    const version = this.database.pragma('data_version', { simple: true });
    if (!this.known || version !== this.version) this.known = this.read();
    this.version = version;
    return this.known;
  }

  put(files: readonly IndexedFile[], touched: readonly ScannedFile[], now: number): void {
    for (const file of files) this.known?.set(file.path, file);
    for (const { path, size, mtime } of touched) {
      const known = this.known?.get(path);
      if (known) Object.assign(known, { size, mtime, checkedAt: now });
    }
  }

  remove(files: readonly IndexedFile[]): void {
    for (const { path, id } of files) if (this.known?.get(path)?.id === id) this.known.delete(path);
  }

  private read(): Map<string, IndexedFile> {
    const files = new Map<string, IndexedFile>();
    const next = this.database
      .prepare(`SELECT json_group_array(json_array(${COLUMNS})) FROM (SELECT ${COLUMNS} FROM files WHERE id > ? ORDER BY id LIMIT ${BATCH})`)
      .pluck();
    for (let last = 0; ; ) {
      const rows = JSON.parse(String(next.get(last))) as Row[];
      for (const row of rows) {
        const file = toFile(row);
        files.set(file.path, file);
        last = file.id;
      }
      if (rows.length < BATCH) return files;
    }
  }
}

/** By place: taking an array apart by names makes an object for each of them, in a large project a twentieth of all that is made. */
function toFile(row: Row): IndexedFile {
  return {
    id: row[0],
    path: row[1],
    hash: row[2],
    size: row[3],
    mtime: row[4],
    checkedAt: row[5],
    skipped: row[6] ?? undefined,
    language: row[7] ?? undefined,
    lengths: { body: row[8], names: row[9], comments: row[10], path: row[11], base: row[12] },
    edges: splitEdges(row[13]),
  };
}

/** Edges as a row keeps them. */
export function splitEdges(text: string | null): string[] {
  return text ? text.split('\n') : [];
}
