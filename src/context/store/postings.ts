import type { Database } from 'better-sqlite3';
import { ByteReader, ByteWriter } from '../words/bytes.js';
import type { FieldCounts } from '../words/file-terms.js';
import { type FileOfSegment, type GatheredRows, gatherRows } from './gather-rows.js';

/** Where one term stands in one file. */
export interface Posting {
  file: number;
  counts: FieldCounts;
  /** Encoded lines lie in `data` from `from` to `to`; read them with `linesOf` only where they are needed. */
  data: Uint8Array;
  from: number;
  to: number;
}

/** Small segments are merged when there are so many. */
const MOST_SEGMENTS = 96;
/** A segment of at least so many files is left alone by a merge. */
const BIG_SEGMENT = 400;
const TERMS_AT_ONCE = 500;
/** Rows that are written with one call: the way into SQLite and back takes as long as a row. */
const ROWS_AT_ONCE = 40;
const INSERT_ONE = 'INSERT INTO postings (term, segment, data) VALUES (?, ?, ?)';
const INSERT_MANY = INSERT_ONE + ', (?, ?, ?)'.repeat(ROWS_AT_ONCE - 1);

/**
 * The inverted index: for each term and segment one row with the postings of that segment's files. A changed file gets a new
 * id in a new segment; postings of ids that no longer exist are passed over by readers and dropped by the next merge.
 */
export class Postings {
  constructor(private readonly database: Database) {}

  /** Call inside a transaction. */
  add(files: readonly FileOfSegment[]): void {
    if (files.length === 0) return;
    this.insertSegment(files.length, gatherRows(files));
  }

  /** Postings of a term, those of files that are gone included. */
  read(term: string): Posting[] {
    const found: Posting[] = [];
    for (const data of this.database.prepare('SELECT data FROM postings WHERE term = ? ORDER BY segment').pluck().all(term) as Buffer[]) {
      const reader = new ByteReader(data);
      while (reader.at < reader.end) {
        const file = reader.number();
        const length = reader.number();
        const to = reader.at + length;
        const counts = readCounts(reader);
        found.push({ file, counts, data, from: reader.at, to });
        reader.at = to;
      }
    }
    return found;
  }

  /** Merges the small segments when there are many. `alive`: the ids that still exist. Call inside a transaction. */
  mergeIfNeeded(alive: () => ReadonlySet<number>): void {
    const small = this.database.prepare('SELECT id FROM segments WHERE files < ? ORDER BY id').pluck().all(BIG_SEGMENT) as number[];
    if (small.length >= MOST_SEGMENTS) this.merge(small, alive());
  }

  /** Makes one segment of all when most of what they hold are files that are gone. Call inside a transaction. */
  compactIfNeeded(alive: ReadonlySet<number>): void {
    const held = Number(this.database.prepare('SELECT coalesce(sum(files), 0) FROM segments').pluck().get());
    if (held > 2 * alive.size + BIG_SEGMENT) this.merge(this.database.prepare('SELECT id FROM segments ORDER BY id').pluck().all() as number[], alive);
  }

  /** A few hundred terms at a time, so that memory stays small however large the index is. */
  private merge(segments: readonly number[], alive: ReadonlySet<number>): void {
    const merged = Number(this.database.prepare('INSERT INTO segments (files) VALUES (0)').run().lastInsertRowid);
    const wanted = `segment IN (${segments.join(',')})`;
    const terms = this.database.prepare(`SELECT DISTINCT term FROM postings WHERE term > ? AND ${wanted} ORDER BY term LIMIT ${TERMS_AT_ONCE}`).pluck();
    const rows = this.database.prepare(`SELECT data FROM postings WHERE term = ? AND ${wanted} ORDER BY segment`).pluck();
    const insert = this.database.prepare(INSERT_ONE);
    const files = new Set<number>();
    for (let last = ''; ; ) {
      const next = terms.all(last) as string[];
      for (const term of next) {
        const row = new ByteWriter(64);
        for (const data of rows.all(term) as Buffer[]) copyAlive(data, row, files, alive);
        if (row.length > 0) insert.run(term, merged, row.view());
        last = term;
      }
      if (next.length < TERMS_AT_ONCE) break;
    }
    this.database.exec(`DELETE FROM postings WHERE ${wanted}; DELETE FROM segments WHERE id IN (${segments.join(',')})`);
    this.database.prepare('UPDATE segments SET files = ? WHERE id = ?').run(files.size, merged);
  }

  private insertSegment(files: number, { rowOf, starts, bytes }: GatheredRows): void {
    const segment = Number(this.database.prepare('INSERT INTO segments (files) VALUES (?)').run(files).lastInsertRowid);
    // In the order of the table's key: pages are filled one after the other.
    const terms = [...rowOf.keys()].sort();
    for (let from = 0; from < terms.length; from += ROWS_AT_ONCE) {
      const values: Array<string | number | Uint8Array> = [];
      for (const term of terms.slice(from, from + ROWS_AT_ONCE)) {
        const row = rowOf.get(term) ?? 0;
        values.push(term, segment, bytes.subarray(starts[row], starts[row + 1]));
      }
      const rows = values.length / 3;
      if (rows === ROWS_AT_ONCE) this.database.prepare(INSERT_MANY).run(values);
      else for (let at = 0; at < values.length; at += 3) this.database.prepare(INSERT_ONE).run(values.slice(at, at + 3));
    }
  }
}

function copyAlive(data: Uint8Array, row: ByteWriter, files: Set<number>, alive: ReadonlySet<number>): void {
  const reader = new ByteReader(data);
  while (reader.more) {
    const id = reader.number();
    const payload = reader.take(reader.number());
    if (!alive.has(id)) continue;
    files.add(id);
    row.number(id);
    row.number(payload.length);
    row.append(payload);
  }
}

/** Lines of a posting, rising; not all of a term that stands everywhere. */
export function linesOf(posting: Posting): number[] {
  const reader = new ByteReader(posting.data, posting.from, posting.to);
  const lines: number[] = [];
  for (let line = 0; reader.more; ) {
    line += reader.number();
    lines.push(line);
  }
  return lines;
}

/** The field counts at the start of a payload. */
function readCounts(reader: ByteReader): FieldCounts {
  const present = reader.number();
  // In the order of FIELDS, which is that of the bits; written out, for a word may stand in every file of the project.
  return {
    body: present & 1 ? reader.number() : 0,
    names: present & 2 ? reader.number() : 0,
    comments: present & 4 ? reader.number() : 0,
    path: present & 8 ? reader.number() : 0,
    base: present & 16 ? reader.number() : 0,
  };
}
