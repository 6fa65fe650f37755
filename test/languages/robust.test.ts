import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createAnalyzer } from '../../src/languages/analyzer.js';
import { LANGUAGES } from '../../src/languages/index.js';

const analyzer = createAnalyzer();
const names = LANGUAGES.map((language) => `file${language.extensions[0]}`);
const piece = fc.oneof(
  fc.constantFrom(
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '"',
    "'",
    '`',
    '/*',
    '*/',
    '//',
    '#',
    '<',
    '>',
    ';',
    '=',
    '=>',
    '\n',
    '\r\n',
    '\t',
    '  ',
    '$',
    '@',
    '\\',
    '\0',
    '\ud800',
    '😀',
    '\ufeff',
  ),
  fc.constantFrom(
    'def ',
    'class ',
    'function ',
    'import ',
    'from ',
    'fn ',
    'struct ',
    'impl ',
    'use ',
    'func ',
    'type ',
    'package ',
    '#include ',
    'namespace ',
    'export ',
    'end',
    'module ',
    'require(',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
);

it('never throws, and keeps its lines inside the text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.array(piece, { maxLength: 60 }), async (path, pieces) => {
      const text = pieces.join('');
      const analysis = await analyzer.analyze(path, text);
      const last = text.split('\n').length;
      for (const symbol of analysis?.symbols ?? []) {
        expect(symbol.name).not.toBe('');
        expect(symbol.line).toBeGreaterThanOrEqual(1);
        expect(symbol.end_line).toBeGreaterThanOrEqual(symbol.line);
        expect(symbol.end_line).toBeLessThanOrEqual(last);
        expect(symbol.signature).not.toContain('\n');
      }
      for (const reference of analysis?.references ?? [])
        expect(reference.lines.every((line, at) => line <= last && line > (reference.lines[at - 1] ?? 0))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

it.each([
  ['a.js', '['.repeat(20_000)],
  ['a.py', '('.repeat(20_000)],
  ['a.json', '{"a":'.repeat(10_000)],
  ['a.md', '> '.repeat(5_000)],
  ['a.md', '- '.repeat(5_000)],
  ['a.ts', `x=${'a+'.repeat(20_000)}a`],
  ['a.js', `var a=${'function(){return 1},'.repeat(5_000)}0`],
])('survives deep nesting and long lines: %s', async (path, text) => {
  expect(await analyzer.analyze(path, text)).toBeDefined();
});
