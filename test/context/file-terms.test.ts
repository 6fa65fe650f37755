import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/context/words/bytes.js';
import { collectTerms, FIELDS } from '../../src/context/words/file-terms.js';
import { splitTerms, wholeTerm } from '../../src/context/words/words.js';
import type { CodeSymbol } from '../../src/contract/context.js';

interface Counted {
  counts: Record<string, number>;
  lines: number[];
}

const symbol = (name: string): CodeSymbol => ({ name, kind: 'function', line: 1, end_line: 1, signature: name, exported: true });

describe('collectTerms', () => {
  it('counts words by field, with their lines', () => {
    expect(decode('lib/rate_limit.ts', '// limit it\nrateLimit(limit)\n\nlimit', ['rateLimit'])).toEqual({
      limit: { counts: { body: 4, names: 1, comments: 1, path: 1, base: 1 }, lines: [1, 2, 4] },
      it: { counts: { body: 1, comments: 1 }, lines: [1] },
      rate: { counts: { body: 1, names: 1, path: 1, base: 1 }, lines: [2] },
      '=ratelimit': { counts: { body: 1, names: 1 }, lines: [2] },
      lib: { counts: { path: 1 }, lines: [] },
      ts: { counts: { path: 1 }, lines: [] },
    });
  });

  it('keeps the first 48 lines of a term', () => {
    expect(decode('a', 'xx\n'.repeat(100), []).xx).toEqual({ counts: { body: 100 }, lines: Array.from({ length: 48 }, (_, at) => at + 1) });
  });

  it('forgets one file before the next, whatever the files are', () => {
    const word = fc.constantFrom('parseArgs', 'parse', 'args', 'foo_foo', 'x1', 'größe', 'veryLongNameOfAThing', 'k', '__proto__', 'constructor');
    const text = fc.array(fc.oneof(word, fc.constantFrom(' ', '\n', '\n// ', '.', '42')), { maxLength: 60 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.array(word, { maxLength: 3 })), { minLength: 1, maxLength: 4 }), (files) => {
        for (const [content, names] of files) expect(decode('p', content, names)).toEqual(model('p', content, names));
      }),
    );
  });

  it('goes on with words it has not met after more words than it remembers', () => {
    const many = (from: number): string => Array.from({ length: 9_000 }, (_, at) => `w${(from + at).toString(36).replace(/\d/g, 'q')}z`).join('\n');
    for (const from of [1_000_000, 2_000_000, 3_000_000]) decode('p', many(from), []);
    expect(decode('p', 'last words last', [])).toEqual(model('p', 'last words last', []));
  });
});

function decode(path: string, text: string, names: readonly string[]): Record<string, Counted> {
  const { terms, ends, payloads } = collectTerms(path, text, names.map(symbol));
  const found: Record<string, Counted> = Object.create(null);
  let start = 0;
  for (const [index, term] of (terms === '' ? [] : terms.split('\n')).entries()) {
    const reader = new ByteReader(payloads, start, ends[index]);
    start = ends[index] ?? 0;
    const present = reader.number();
    const counts: Record<string, number> = {};
    for (const [bit, field] of FIELDS.entries()) if (present & (1 << bit)) counts[field] = reader.number();
    const lines: number[] = [];
    for (let line = 0; reader.more; lines.push(line)) line += reader.number();
    found[term] = { counts, lines };
  }
  return { ...found };
}

/** The same in the plainest way. */
function model(path: string, text: string, names: readonly string[]): Record<string, Counted> {
  const found = new Map<string, Counted>();
  const count = (term: string, field: string, line?: number): void => {
    const entry = found.get(term) ?? { counts: {}, lines: [] };
    found.set(term, entry);
    entry.counts[field] = (entry.counts[field] ?? 0) + 1;
    if (line !== undefined && entry.lines.at(-1) !== line && entry.lines.length < 48) entry.lines.push(line);
  };
  for (const [index, line] of text.split('\n').entries()) {
    for (const word of line.match(/[A-Za-z_$\u00c0-\u00ff][\w$\u00c0-\u00ff]*/g) ?? []) {
      const { stems, whole } = splitTerms(word);
      for (const term of stems) count(term, 'body', index + 1);
      if (line.trimStart().startsWith('//')) for (const term of stems) count(term, 'comments');
      if (whole !== undefined) count(whole, 'body', index + 1);
    }
  }
  for (const name of names) {
    const { stems, whole } = splitTerms(name);
    for (const term of [...stems, whole ?? wholeTerm(name)]) count(term, 'names');
  }
  for (const field of ['path', 'base']) for (const term of splitTerms(path).stems) count(term, field);
  return { ...Object.fromEntries(found) };
}
