import type { CodeSymbol } from '../../contract/context.js';
import { ByteWriter } from './bytes.js';
import { scanWords } from './scan-words.js';
import { TermCounter } from './term-counter.js';
import { TermNumbers } from './term-numbers.js';
import { stemsOf, wholeTerm } from './words.js';

/** Fields of a posting, in the order they are stored. */
export const FIELDS = ['body', 'names', 'comments', 'path', 'base'] as const;
export type Field = (typeof FIELDS)[number];
export type FieldCounts = Record<Field, number>;

/** The words of one file, ready for the index: the payload of term `i` lies in `payloads` from `ends[i-1]` to `ends[i]`. Flat, so that threads hand it over cheaply. */
export interface FileTerms {
  /** Separated by new lines. */
  terms: string;
  ends: Uint32Array;
  payloads: Uint8Array;
  /** Words in each field. */
  lengths: FieldCounts;
}

/** Of this thread; files are counted one after the other. */
const numbers = new TermNumbers();
const counter = new TermCounter();
const writer = new ByteWriter(4_096);

/** `text` undefined: only the path is indexed. Lines are those where the term stands, for finding the part of the file that fits. */
export function collectTerms(path: string, text: string | undefined, symbols: readonly CodeSymbol[]): FileTerms {
  const lengths: FieldCounts = { body: 0, names: 0, comments: 0, path: 0, base: 0 };
  numbers.tidy();
  counter.begin();
  if (text !== undefined) countText(text, lengths);
  for (const { name } of symbols) countName(name, lengths);
  countPath(path, lengths);
  return encode(lengths);
}

/** File name without its extension; for `index.ts`, `mod.rs` and the like the folder's name too. */
export function baseName(path: string): string {
  const parts = path.split('/');
  const name = (parts[parts.length - 1] ?? '').replace(/(?<=.)\..*$/, '');
  return /^(?:index|mod|__init__|lib|main|init)$/.test(name) && parts.length > 1 ? `${parts[parts.length - 2]} ${name}` : name;
}

function countText(text: string, lengths: FieldCounts): void {
  let body = 0;
  let comments = 0;
  scanWords(text, (word, line, comment) => {
    const { stems, whole } = numbers.ofWord(word);
    for (let at = 0; at < stems.length; at++) counter.addAt(stems[at] ?? 0, line, comment);
    if (whole >= 0) counter.addWhole(whole, line);
    body += stems.length;
    if (comment) comments += stems.length;
  });
  lengths.body = body;
  lengths.comments = comments;
}

function countName(name: string, lengths: FieldCounts): void {
  const { stems, whole } = numbers.ofWord(name);
  for (const term of stems) counter.add(term, 1);
  counter.add(whole >= 0 ? whole : numbers.ofTerm(wholeTerm(name)), 1);
  lengths.names += stems.length;
}

function countPath(path: string, lengths: FieldCounts): void {
  for (const term of stemsOf(path)) {
    counter.add(numbers.ofTerm(term), 3);
    lengths.path++;
  }
  for (const term of stemsOf(baseName(path))) {
    counter.add(numbers.ofTerm(term), 4);
    lengths.base++;
  }
}

/** Payload: bit set of the fields that follow, their counts, then lines as differences. */
function encode(lengths: FieldCounts): FileTerms {
  const ends = new Uint32Array(counter.rows);
  const terms: string[] = [];
  writer.clear();
  for (let row = 0; row < counter.rows; row++) {
    terms.push(numbers.textOf(counter.termOf(row)));
    let present = 0;
    for (let field = 0; field < FIELDS.length; field++) if (counter.countOf(row, field) > 0) present |= 1 << field;
    writer.number(present);
    for (let field = 0; field < FIELDS.length; field++) if (present & (1 << field)) writer.number(counter.countOf(row, field));
    let last = 0;
    for (let note = counter.firstLine(row); note > 0; note = counter.nextLine(note)) {
      const line = counter.lineAt(note);
      writer.number(line - last);
      last = line;
    }
    ends[row] = writer.length;
  }
  return { terms: terms.join('\n'), ends, payloads: writer.view().slice(), lengths };
}
