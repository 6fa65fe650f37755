import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { CodeReference, FileAnalysis } from '../../contract/context.js';
import type { Analyzer } from '../../contract/language.js';
import { sha256 } from '../../lib/hash.js';
import { packFunctions, packSymbols } from '../store/analysis-rows.js';
import { collectTerms, type FileTerms } from '../words/file-terms.js';

/** Files above this are listed, not read. */
export const LARGEST_FILE = 1_048_576;
/** A line this long means the file was made by a program: its words count, but it is not parsed. */
const LONGEST_LINE = 20_000;
const PLAIN_NAME = /^\w+$/;

let buffer = Buffer.allocUnsafeSlow(65_536);

export interface ReadJob {
  id: number;
  /** Relative to the root with `/`. */
  path: string;
  absolute: string;
  /** Hash the index has of this file: an equal one saves the rest. */
  knownHash?: string;
}

/** A file's analysis as the index keeps it: lists as JSON (symbols and functions as in analysis-rows.ts), so that the threads hand over flat text and nobody parses what is not asked for. */
export interface StoredAnalysis {
  language: string;
  symbols: string;
  imports: string;
  functions: string;
  /** `{name: lines[]}` */
  uses: string;
  errors: number;
}

export interface FileEntry {
  hash: string;
  terms: FileTerms;
  analysis?: StoredAnalysis;
}

export type ReadResult =
  | { id: number; kind: 'same'; hash: string }
  | { id: number; kind: 'skipped'; reason: string }
  | { id: number; kind: 'deadly'; reason: string }
  | ({ id: number; kind: 'read' } & FileEntry);

/** Reads and analyzes one file. Never throws: what cannot be read is `skipped`, what kills the parser is `deadly`. */
export async function readAndAnalyze(job: ReadJob, analyzer: Analyzer): Promise<ReadResult> {
  const { id, path } = job;
  let bytes: Buffer;
  try {
    bytes = readRegular(job.absolute);
  } catch (error) {
    return { id, kind: 'skipped', reason: error instanceof Error ? error.message : String(error) };
  }
  const hash = sha256(bytes);
  if (hash === job.knownHash) return { id, kind: 'same', hash };
  if (looksBinary(bytes)) return { id, kind: 'skipped', reason: 'binary' };
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  let analysis: FileAnalysis | undefined;
  try {
    analysis = hasLongLine(text) ? undefined : await analyzer.analyze(path, text);
  } catch (error) {
    return { id, kind: 'deadly', reason: error instanceof Error ? error.message : String(error) };
  }
  return { id, kind: 'read', hash, terms: collectTerms(path, text, analysis?.symbols ?? []), ...(analysis ? { analysis: pack(analysis) } : {}) };
}

function pack(analysis: FileAnalysis): StoredAnalysis {
  return {
    language: analysis.language,
    symbols: packSymbols(analysis.symbols),
    imports: JSON.stringify(analysis.imports),
    functions: packFunctions(analysis.functions),
    uses: usesText(analysis.references),
    errors: analysis.errors,
  };
}

/** As JSON. Written by hand: an object with hundreds of names nobody else has is slow to make. */
function usesText(references: readonly CodeReference[]): string {
  let text = '';
  for (const { name, lines } of references) text += `${text === '' ? '{' : ','}${quoted(name)}:[${lines.join(',')}]`;
  return text === '' ? '{}' : `${text}}`;
}

function quoted(name: string): string {
  return PLAIN_NAME.test(name) ? `"${name}"` : JSON.stringify(name);
}

/** Opens without following a final link and without waiting for a pipe. In one go: in a worker nobody else waits. */
function readRegular(path: string): Buffer {
  const handle = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw new Error('not a regular file');
    if (stats.size > LARGEST_FILE) throw new Error('larger than 1 MB');
    return readAll(handle, stats.size);
  } finally {
    closeSync(handle);
  }
}

/** The bytes are good until the next file is read: one buffer serves all. */
function readAll(handle: number, size: number): Buffer {
  if (buffer.length <= size) buffer = Buffer.allocUnsafeSlow(Math.min(2 * size, LARGEST_FILE) + 1);
  let length = 0;
  // One byte more than expected: a file that grew meanwhile is read on, and one that became too large is noticed.
  for (let more = 1; more > 0 && length < buffer.length; length += more) {
    more = readSync(handle, buffer, length, buffer.length - length, -1);
    if (length + more === buffer.length && buffer.length <= LARGEST_FILE) {
      const larger = Buffer.allocUnsafeSlow(LARGEST_FILE + 1);
      buffer.copy(larger);
      buffer = larger;
    }
  }
  if (length > LARGEST_FILE) throw new Error('larger than 1 MB');
  return buffer.subarray(0, length);
}

function looksBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8_000).includes(0);
}

function hasLongLine(text: string): boolean {
  for (let start = 0; ; ) {
    const end = text.indexOf('\n', start);
    if ((end < 0 ? text.length : end) - start > LONGEST_LINE) return true;
    if (end < 0) return false;
    start = end + 1;
  }
}
