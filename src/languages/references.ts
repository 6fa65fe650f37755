import type { CodeReference } from '../contract/context.js';
import type { Captures, Span } from './captures.js';
import type { Language } from './language.js';
import type { PlacedSymbol } from './symbols.js';

const NEW_LINE = 10;
const tables = new WeakMap<Language, { words: Uint8Array; keywords: ReadonlySet<string> }>();

/**
 * Names used in code. The tree says where comments and literal text lie; the names between them are read straight from the
 * text, because handing every identifier from WebAssembly to JavaScript costs more than parsing.
 */
export function collectReferences(language: Language, captures: Captures, symbols: readonly PlacedSymbol[], text: string): CodeReference[] {
  const { words, keywords } = tableOf(language);
  const skip = [...captures.comments, ...captures.texts].sort((a, b) => a.start - b.start);
  const definitions = new Set(symbols.map((entry) => entry.nameStart));
  const found = new Map<string, number[]>();
  let line = 1;
  let at = 0;
  const readUntil = (stop: number): void => {
    while (at < stop) {
      const code = text.charCodeAt(at);
      if (!isWord(words, code)) {
        if (code === NEW_LINE) line++;
        at++;
        continue;
      }
      const start = at;
      do at++;
      while (at < stop && isWord(words, text.charCodeAt(at)));
      if (isDigit(code) || definitions.has(start)) continue;
      const name = text.slice(start, at);
      if (!keywords.has(name)) remember(found, name, line);
    }
  };
  for (const span of skip) {
    if (span.end <= at) continue;
    readUntil(span.start);
    line += lineBreaks(text, at, span);
    at = span.end;
  }
  readUntil(text.length);
  return Array.from(found, ([name, lines]) => ({ name, lines }));
}

function remember(found: Map<string, number[]>, name: string, line: number): void {
  const lines = found.get(name);
  if (!lines) found.set(name, [line]);
  else if (lines[lines.length - 1] !== line) lines.push(line);
}

function lineBreaks(text: string, from: number, span: Span): number {
  let count = 0;
  for (let at = text.indexOf('\n', Math.max(from, span.start)); at >= 0 && at < span.end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function isWord(words: Uint8Array, code: number): boolean {
  return code < 128 ? words[code] === 1 : code > 0xbf && code !== 0xd7 && code !== 0xf7 && (code < 0x2000 || code > 0x206f) && (code < 0x3000 || code > 0x303f);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function tableOf(language: Language): { words: Uint8Array; keywords: ReadonlySet<string> } {
  const known = tables.get(language);
  if (known) return known;
  const words = new Uint8Array(128);
  for (const character of `abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_${language.wordCharacters ?? ''}`) words[character.charCodeAt(0)] = 1;
  const table = { words, keywords: new Set(language.keywords?.split(' ')) };
  tables.set(language, table);
  return table;
}
