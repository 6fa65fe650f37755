import type { CodeSymbol } from '../../contract/context.js';
import { ByteWriter } from './bytes.js';
import { stemsOf, termsOf, wholeTerm } from './words.js';

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

/** Lines kept for one term of one file. */
const MOST_LINES = 48;
const COMMENT_LINE = /^[ \t]*(?:\/\/|\/\*|\*|#(?![![]|include|define|if|end|else|pragma)|--\s|"""|'''|<!--|;;)/;

interface Counted {
  counts: [number, number, number, number, number];
  lines: number[];
  /** The lines come from several words, so they may not rise. */
  mixed: boolean;
}

/** `text` undefined: only the path is indexed. Lines are those where the term stands, for finding the part of the file that fits. */
export function collectTerms(path: string, text: string | undefined, symbols: readonly CodeSymbol[]): FileTerms {
  const found = new Map<string, Counted>();
  const lengths: FieldCounts = { body: 0, names: 0, comments: 0, path: 0, base: 0 };
  const count = (term: string, field: number, times = 1, lines?: readonly number[]): void => {
    let entry = found.get(term);
    if (!entry) {
      entry = { counts: [0, 0, 0, 0, 0], lines: [], mixed: false };
      found.set(term, entry);
    }
    entry.counts[field] = (entry.counts[field] ?? 0) + times;
    if (!lines) return;
    entry.mixed ||= entry.lines.length > 0;
    entry.lines = entry.lines.length > 0 ? entry.lines.concat(lines) : (lines as number[]);
  };

  for (const [word, seen] of text === undefined ? [] : scanWords(text)) {
    const { stems, whole } = termsOf(word);
    for (const term of stems) {
      count(term, 0, seen.times, seen.lines);
      if (seen.inComments > 0) count(term, 2, seen.inComments);
    }
    if (whole !== undefined) count(whole, 0, seen.times, seen.lines);
    lengths.body += stems.length * seen.times;
    lengths.comments += stems.length * seen.inComments;
  }
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

interface SeenWord {
  times: number;
  inComments: number;
  lines: number[];
}

const NEW_LINE = 10;

/** Every different word of a text with its lines. One pass: code repeats its words, so splitting and stemming wait until all are counted. */
function scanWords(text: string): Map<string, SeenWord> {
  const found = new Map<string, SeenWord>();
  let line = 1;
  let comment = COMMENT_LINE.test(text.slice(0, 40));
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (!startsWord(code)) {
      at++;
      if (code !== NEW_LINE) continue;
      line++;
      comment = startsComment(text, at);
      continue;
    }
    const start = at;
    do at++;
    while (at < text.length && continuesWord(text.charCodeAt(at)));
    const word = text.slice(start, at);
    const seen = found.get(word);
    if (!seen) found.set(word, { times: 1, inComments: comment ? 1 : 0, lines: [line] });
    else {
      seen.times++;
      if (comment) seen.inComments++;
      if (seen.lines.length < MOST_LINES && seen.lines[seen.lines.length - 1] !== line) seen.lines.push(line);
    }
  }
  return found;
}

function startsComment(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first) === 32 || text.charCodeAt(first) === 9) first++;
  const code = text.charCodeAt(first);
  // / * # - " ' < ;
  const possible = code === 47 || code === 42 || code === 35 || code === 45 || code === 34 || code === 39 || code === 60 || code === 59;
  return possible && COMMENT_LINE.test(text.slice(first, first + 12));
}

function startsWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || isLetterBeyondAscii(code);
}

function continuesWord(code: number): boolean {
  return startsWord(code) || (code >= 48 && code <= 57);
}

/** Letters of all scripts; signs and punctuation of the common blocks are not. */
function isLetterBeyondAscii(code: number): boolean {
  return (
    code > 0xbf &&
    code !== 0xd7 &&
    code !== 0xf7 &&
    (code < 0x2000 || code > 0x2bff) &&
    (code < 0x3000 || code > 0x303f) &&
    (code < 0xfe10 || code > 0xfe6f) &&
    (code < 0xff00 || code > 0xff20)
  );
}

/** Payload: bit set of the fields that follow, their counts, then lines as differences. */
function encode(found: Map<string, Counted>, lengths: FieldCounts): FileTerms {
  const ends = new Uint32Array(found.size);
  const writer = new ByteWriter(found.size * 6 + 16);
  let index = 0;
  for (const { counts, lines, mixed } of found.values()) {
    let present = 0;
    for (let field = 0; field < counts.length; field++) if ((counts[field] ?? 0) > 0) present |= 1 << field;
    writer.number(present);
    for (let field = 0; field < counts.length; field++) if ((counts[field] ?? 0) > 0) writer.number(counts[field] ?? 0);
    let last = 0;
    let kept = 0;
    for (const line of mixed ? lines.slice().sort((a, b) => a - b) : lines) {
      if (line === last || kept === MOST_LINES) continue;
      writer.number(line - last);
      last = line;
      kept++;
    }
    ends[index++] = writer.length;
  }
  return { terms: [...found.keys()].join('\n'), ends, payloads: writer.view().slice(), lengths };
}
