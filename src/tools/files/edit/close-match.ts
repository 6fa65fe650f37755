import { editDistance } from '../../names.js';
import { type Block, replaceLines } from './block.js';
import type { Candidates } from './line-match.js';
import type { Source } from './source.js';

/** Shorter texts are too easily something else. */
const LEAST_CHARACTERS = 60;
/** A slip in a shorter part of a name makes another name: `get` and `set`. */
const LEAST_LETTERS = 5;
const MOST_DIFFERENT = 0.1;
/** A second place this similar makes the first one doubtful. */
const DOUBTFUL = 0.18;

/** Whole lines that differ from the block by a slip of the pen: at most a tenth, no number, and no other place nearly as close. */
export function findClose(source: Source, block: Block, newText: string): Candidates {
  const none: Candidates = { places: [], unusable: 0 };
  const wanted = block.lines.map((line) => line.trim().replace(/\s+/g, ' '));
  const size = wanted.join('').length;
  if (size < LEAST_CHARACTERS) return none;
  const near: Array<{ first: number; distance: number }> = [];
  for (const first of windows(source, wanted)) {
    const distance = distanceAt(source, wanted, first, Math.ceil(size * DOUBTFUL));
    if (distance < size * DOUBTFUL) near.push({ first, distance });
    if (near.length > 1) return none;
  }
  const [best] = near;
  if (!best || best.distance > size * MOST_DIFFERENT) return none;
  if (wanted.some((line, index) => !isSlip(line, textAt(source, best.first + index), source.original))) return none;
  if (skipsLine(source, wanted, best.first) || carriesSlip(source, wanted, best.first, newText)) return none;
  const place = replaceLines(source, block, best.first, best.first + wanted.length - 1, newText);
  return place ? { places: [place], unusable: 0 } : none;
}

/** Where the block could begin. Of several lines at least one must be there as written: that makes misses cheap. */
function windows(source: Source, wanted: readonly string[]): Iterable<number> {
  const last = source.lines.length - wanted.length;
  if (wanted.length === 1) return Array.from({ length: Math.max(0, last + 1) }, (_, index) => index);
  const starts = new Set<number>();
  for (const [offset, line] of wanted.entries()) {
    if (line.length < 4) continue;
    const places = source.lineIndex.get(line) ?? [];
    if (places.length > 200) continue;
    for (const place of places) if (place - offset >= 0 && place - offset <= last) starts.add(place - offset);
  }
  return starts;
}

function distanceAt(source: Source, wanted: readonly string[], first: number, limit: number): number {
  let total = 0;
  for (const [index, line] of wanted.entries()) {
    total += editDistance(line, textAt(source, first + index), limit - total);
    if (total >= limit) return limit;
  }
  return total;
}

/** The same signs, and the same words but for a letter in a long one: never another operator, number, opposite or plural. */
function isSlip(wanted: string, there: string, file: string): boolean {
  if (wanted === there) return true;
  if (wanted.toLowerCase() === there.toLowerCase()) return false;
  const [words, others] = [tokensOf(wanted), tokensOf(there)];
  return words.length === others.length && words.every((word, index) => word === others[index] || isSlipOfWord(word, others[index] ?? '', file));
}

/** Words and signs; the kind of quotation marks, commas and semicolons do not matter. */
function tokensOf(line: string): string[] {
  return line.replace(/["'`,;]/g, ' ').match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];
}

/** A part of a name is the same, or long and one letter off. A name that the file knows too means something else. */
function isSlipOfWord(wanted: string, there: string, file: string): boolean {
  if (!/^[\p{L}\p{N}_$]/u.test(wanted) || !/^[\p{L}\p{N}_$]/u.test(there)) return false;
  if (wanted.toLowerCase() === there.toLowerCase()) return true;
  if ((wanted.match(/\d+/g) ?? []).join() !== (there.match(/\d+/g) ?? []).join() || file.includes(wanted)) return false;
  const [parts, others] = [partsOf(wanted), partsOf(there)];
  return parts.length === others.length && parts.every((part, index) => isSlipOfPart(part, others[index] ?? ''));
}

function partsOf(word: string): string[] {
  return word.split(/_|(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u).map((part) => part.toLowerCase());
}

function isSlipOfPart(wanted: string, there: string): boolean {
  if (wanted === there) return true;
  const shorter = Math.min(wanted.length, there.length);
  if (shorter < LEAST_LETTERS || `${wanted}s` === there || `${there}s` === wanted) return false;
  return editDistance(wanted, there, 3) <= (shorter > 8 ? 2 : 1) || isSwapped(wanted, there);
}

/** Two neighbouring letters the other way round. */
function isSwapped(wanted: string, there: string): boolean {
  const at = [...wanted].findIndex((letter, index) => letter !== there[index]);
  return at >= 0 && wanted.slice(0, at) + (wanted[at + 1] ?? '') + (wanted[at] ?? '') + wanted.slice(at + 2) === there;
}

/** A line that differs is another one nearby: the model left a line out, and the block stands for other lines than these. */
function skipsLine(source: Source, wanted: readonly string[], first: number): boolean {
  const last = first + wanted.length - 1;
  const around = [-3, -2, -1].map((offset) => textAt(source, first + offset)).concat([1, 2, 3].map((offset) => textAt(source, last + offset)));
  return wanted.some((line, index) => line.length > 1 && line !== textAt(source, first + index) && around.includes(line));
}

/** The new text holds the same slip, or the old one was written in another notation (`\\n`, `&lt;`): what nobody asked for would come into the file. */
function carriesSlip(source: Source, wanted: readonly string[], first: number, newText: string): boolean {
  const here = new Set(wanted.flatMap((_, index) => wordsOf(textAt(source, first + index))));
  const kept = new Set(wordsOf(newText));
  const isCarried = (word: string): boolean => !here.has(word) && (kept.has(word) || /^[\\&]/.test(word));
  return wanted.some((line, index) => line !== textAt(source, first + index) && wordsOf(line).some(isCarried));
}

/** Words, and what stands for a character in other notations; the kind of quotation marks does not matter. */
function wordsOf(text: string): string[] {
  return text.match(/\\[nrt]|&#?\w+;|[\p{L}\p{N}_]+/gu) ?? [];
}

function textAt(source: Source, line: number): string {
  return source.lines[line]?.trimmed.replace(/\s+/g, ' ') ?? '';
}
