import type { Database } from 'better-sqlite3';
import { ByteReader, ByteWriter } from '../words/bytes.js';
import { FIELDS, type FieldCounts, type FileTerms } from '../words/file-terms.js';

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
const MOST_SEGMENTS = 48;
/** A segment of at least so many files is left alone by a merge. */
const BIG_SEGMENT = 400;

/**
 * The inverted index: for each term and segment one row with the postings of that segment's files. A changed file gets a new
 * id in a new segment; postings of ids that no longer exist are passed over by readers and dropped by the next merge.
 */
export class Postings {
  constructor(private readonly database: Database) {}

  /** Call inside a transaction. */
  add(files: ReadonlyArray<{ id: number; terms: FileTerms }>): void {
    if (files.length === 0) return;
    const rows = new Map<string, ByteWriter>();
    for (const { id, terms } of files) {
      let start = 0;
      for (const [index, term] of terms.terms.split('\n').entries()) {
        const end = terms.ends[index] ?? start;
        let row = rows.get(term);
        if (!row) {
          row = new ByteWriter(16);
          rows.set(term, row);
        }
        row.number(id);
        row.number(end - start);
        row.append(terms.payloads.subarray(start, end));
        start = end;
      }
    }
    this.insertSegment(files.length, rows);
  }

  /** Postings of a term, those of files that are gone included. */
  read(term: string): Posting[] {
    const found: Posting[] = [];
    for (const data of this.database.prepare('SELECT data FROM postings WHERE term = ? ORDER BY segment').pluck().iterate(term) as IterableIterator<Buffer>) {
      const reader = new ByteReader(data);
      while (reader.more) {
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

  /** Merges the small segments when there are many. `alive` says whether an id still exists. */
  mergeIfNeeded(alive: (id: number) => boolean): void {
    const small = this.database.prepare('SELECT id FROM segments WHERE files < ? ORDER BY id').pluck().all(BIG_SEGMENT) as number[];
    if (small.length < MOST_SEGMENTS) return;
    const rows = new Map<string, ByteWriter>();
    const files = new Set<number>();
    const ids = small.join(',');
    const all = this.database.prepare(`SELECT term, data FROM postings WHERE segment IN (${ids})`).raw().iterate() as IterableIterator<[string, Buffer]>;
    for (const [term, data] of all) {
      const row = rows.get(term) ?? new ByteWriter(data.length);
      const reader = new ByteReader(data);
      while (reader.more) {
        const id = reader.number();
        const payload = reader.take(reader.number());
        if (!alive(id)) continue;
        files.add(id);
        row.number(id);
        row.number(payload.length);
        row.append(payload);
      }
      if (row.length > 0) rows.set(term, row);
    }
    this.database.exec(`DELETE FROM postings WHERE segment IN (${ids}); DELETE FROM segments WHERE id IN (${ids})`);
    this.insertSegment(files.size, rows);
  }

  private insertSegment(files: number, rows: Map<string, ByteWriter>): void {
    const segment = Number(this.database.prepare('INSERT INTO segments (files) VALUES (?)').run(files).lastInsertRowid);
    const insert = this.database.prepare('INSERT INTO postings (term, segment, data) VALUES (?, ?, ?)');
    // In the order of the table's key: pages are filled one after the other.
    for (const term of [...rows.keys()].sort()) insert.run(term, segment, rows.get(term)?.view());
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
export function readCounts(reader: ByteReader): FieldCounts {
  const present = reader.number();
  const counts: FieldCounts = { body: 0, names: 0, comments: 0, path: 0, base: 0 };
  for (let bit = 0; bit < FIELDS.length; bit++) {
    const field = FIELDS[bit];
    if (field && present & (1 << bit)) counts[field] = reader.number();
  }
  return counts;
}
