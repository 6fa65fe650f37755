import type { CodeSymbol } from '../../contract/context.js';
import { ByteWriter } from './bytes.js';
import { eachWord, stemsOf, termsOf, wholeTerm } from './words.js';

/** Fields of a posting, in the order they are stored. */
export const FIELDS = ['body', 'names', 'comments', 'path', 'base'] as const;
export type Field = (typeof FIELDS)[number];
export type FieldCounts = Record<Field, number>;

/** The words of one file, ready for the index: `terms[i]` has the payload `payloads` from `ends[i-1]` to `ends[i]`. */
export interface FileTerms {
  terms: string[];
  ends: number[];
  payloads: Uint8Array;
  /** Words in each field. */
  lengths: FieldCounts;
}

/** Lines kept for one term of one file. */
const MOST_LINES = 48;
const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\*|#(?![![]|include|define|if|end|else|pragma)|--\s|"""|'''|<!--|;;)/;

interface Counted {
  counts: [number, number, number, number, number];
  lines: number[];
}

/** `text` undefined: only the path is indexed. Lines are those where the term stands, for finding the part of the file that fits. */
export function collectTerms(path: string, text: string | undefined, symbols: readonly CodeSymbol[]): FileTerms {
  const found = new Map<string, Counted>();
  const lengths: FieldCounts = { body: 0, names: 0, comments: 0, path: 0, base: 0 };
  const count = (term: string, field: number, line = 0): void => {
    let entry = found.get(term);
    if (!entry) {
      entry = { counts: [0, 0, 0, 0, 0], lines: [] };
      found.set(term, entry);
    }
    entry.counts[field] = (entry.counts[field] ?? 0) + 1;
    if (line > 0 && entry.lines.length < MOST_LINES && entry.lines[entry.lines.length - 1] !== line) entry.lines.push(line);
  };

  if (text !== undefined) countText(text, lengths, count);
  for (const symbol of symbols) {
    const { stems, whole } = termsOf(symbol.name);
    for (const term of stems) count(term, 1);
    count(whole ?? wholeTerm(symbol.name), 1);
    lengths.names += stems.length;
  }
  for (const term of stemsOf(path)) {
    count(term, 3);
    lengths.path++;
  }
  for (const term of stemsOf(baseName(path))) {
    count(term, 4);
    lengths.base++;
  }
  return encode(found, lengths);
}

/** File name without its extension; for `index.ts`, `mod.rs` and the like the folder's name too. */
export function baseName(path: string): string {
  const parts = path.split('/');
  const name = (parts[parts.length - 1] ?? '').replace(/(?<=.)\..*$/, '');
  return /^(?:index|mod|__init__|lib|main|init)$/.test(name) && parts.length > 1 ? `${parts[parts.length - 2]} ${name}` : name;
}

function countText(text: string, lengths: FieldCounts, count: (term: string, field: number, line?: number) => void): void {
  let line = 0;
  for (let start = 0; start <= text.length; ) {
    const newLine = text.indexOf('\n', start);
    const end = newLine < 0 ? text.length : newLine;
    line++;
    const content = text.slice(start, end);
    const comment = COMMENT_LINE.test(content);
    eachWord(content, (word) => {
      const { stems, whole } = termsOf(word);
      for (const term of stems) {
        count(term, 0, line);
        if (comment) count(term, 2);
      }
      if (whole !== undefined) count(whole, 0, line);
      lengths.body += stems.length;
      if (comment) lengths.comments += stems.length;
    });
    start = end + 1;
  }
}

/** Payload: bit set of the fields that follow, their counts, then lines as differences. */
function encode(found: Map<string, Counted>, lengths: FieldCounts): FileTerms {
  const terms: string[] = [];
  const ends: number[] = [];
  const writer = new ByteWriter(found.size * 6 + 16);
  for (const [term, { counts, lines }] of found) {
    let present = 0;
    for (const [field, value] of counts.entries()) if (value > 0) present |= 1 << field;
    writer.number(present);
    for (const value of counts) if (value > 0) writer.number(value);
    let last = 0;
    for (const line of lines) {
      writer.number(line - last);
      last = line;
    }
    terms.push(term);
    ends.push(writer.length);
  }
  return { terms, ends, payloads: writer.view().slice(), lengths };
}
