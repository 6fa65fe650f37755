import { putNumber, sizeOfNumber } from '../words/bytes.js';
import type { FileTerms } from '../words/file-terms.js';

export interface FileOfSegment {
  id: number;
  terms: FileTerms;
}

/** The rows of a segment, one for each term, in one piece of memory: row `r` lies in `bytes` from `starts[r]` to `starts[r + 1]`. */
export interface GatheredRows {
  rowOf: ReadonlyMap<string, number>;
  starts: Uint32Array;
  bytes: Uint8Array;
}

/** Turns the terms of each file into the files of each term: for each the file's id, the length of its payload, and the payload. */
export function gatherRows(files: readonly FileOfSegment[]): GatheredRows {
  const rowOf = new Map<string, number>();
  // First the room each row needs, then the rows: an object for each would take longer than all the rest.
  const rows = new Uint32Array(files.reduce((sum, { terms }) => sum + terms.ends.length, 0));
  const sizes = new Uint32Array(rows.length + 1);
  let posting = 0;
  for (const { id, terms } of files) {
    const idSize = sizeOfNumber(id);
    let start = 0;
    let index = 0;
    for (const term of namesOf(terms)) {
      let row = rowOf.get(term);
      if (row === undefined) {
        row = rowOf.size;
        rowOf.set(term, row);
      }
      const end = terms.ends[index++] ?? start;
      sizes[row] = (sizes[row] ?? 0) + idSize + sizeOfNumber(end - start) + end - start;
      rows[posting++] = row;
      start = end;
    }
  }
  const starts = new Uint32Array(rowOf.size + 1);
  for (let row = 0; row < rowOf.size; row++) starts[row + 1] = (starts[row] ?? 0) + (sizes[row] ?? 0);
  return { rowOf, starts, bytes: fill(files, rows, starts) };
}

function fill(files: readonly FileOfSegment[], rows: Uint32Array, starts: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(starts[starts.length - 1] ?? 0);
  const at = starts.slice();
  let posting = 0;
  for (const { id, terms } of files) {
    const { payloads, ends } = terms;
    let start = 0;
    for (let index = 0; index < ends.length; index++) {
      const end = ends[index] ?? start;
      const row = rows[posting++] ?? 0;
      let to = putNumber(bytes, putNumber(bytes, at[row] ?? 0, id), end - start);
      for (let from = start; from < end; from++) bytes[to++] = payloads[from] ?? 0;
      at[row] = to;
      start = end;
    }
  }
  return bytes;
}

function namesOf({ terms, ends }: FileTerms): string[] {
  return ends.length === 0 ? [] : terms.split('\n');
}
