import { expect, it } from 'vitest';
import { createAnalyzer } from '../../src/languages/analyzer.js';
import { TABLE } from './symbol-table.js';

const analyzer = createAnalyzer();

/** One line a symbol: `kind name@parent:line`, `+` in front when exported. */
async function outline(path: string, text: string): Promise<string[]> {
  const analysis = await analyzer.analyze(path, text);
  expect(analysis?.errors).toBe(0);
  return (analysis?.symbols ?? []).map((s) => `${s.exported ? '+' : ''}${s.kind} ${s.name}${s.parent === undefined ? '' : `@${s.parent}`}:${s.line}`);
}

it.each(TABLE)('%s', async (path, text, symbols) => {
  expect(await outline(path, text)).toEqual(symbols);
});

it('takes each of several names that are declared together', async () => {
  expect(await outline('a.go', 'package p\nvar a, B = 1, 2\n')).toEqual(['variable a:2', '+variable B:2']);
});

it('gives signatures on one line, the first line of documentation and where the declaration begins', async () => {
  const python = await analyzer.analyze('a.py', '# About\n@cache\ndef f(\n    a,\n) -> int:\n    """Adds things.\n\n    More."""\n    return 1\n');
  expect(python?.symbols[0]).toMatchObject({ name: 'f', line: 3, start_line: 2, end_line: 9, signature: 'def f( a, ) -> int', doc: 'Adds things.' });
  const script = await analyzer.analyze(
    'a.ts',
    'let x = 1; // not this\n/**\n * Loads it.\n * @returns more\n */\nexport async function load(a: string): Promise<void> {\n}\n',
  );
  expect(script?.symbols[1]).toMatchObject({ line: 6, end_line: 7, signature: 'export async function load(a: string): Promise<void>', doc: 'Loads it.' });
  const rust = await analyzer.analyze('a.rs', '/// A point.\n/// More.\n#[derive(Debug)]\npub struct P;\n');
  expect(rust?.symbols[0]).toMatchObject({ line: 4, start_line: 3, signature: 'pub struct P', doc: 'A point.' });
  const go = await analyzer.analyze('a.go', 'package a\n\n// license\n\n// Run runs.\nfunc Run() {}\n');
  expect(go?.symbols[0]?.doc).toBe('Run runs.');
});

it('counts decisions and nesting; else-if does not nest deeper', async () => {
  const analysis = await analyzer.analyze(
    'a.ts',
    'function f(a, b) {\n  if (a && b) { for (;;) {} } else if (b) { return 1 } else if (a) {}\n  return a ? 1 : [1].map((x) => { if (x) return 1; });\n}\nfunction g() {}\n',
  );
  expect(analysis?.functions).toMatchObject([
    { name: 'f', complexity: 8, nesting: 2 },
    { name: 'g', complexity: 1, nesting: 0 },
  ]);
});

it('finds references in code only, not in comments, strings or definitions', async () => {
  const text =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text under test is JavaScript
    "import { helper } from './helper.js';\n// helper\nconst s = 'helper' + `helper ${helper}`;\nfunction other() { return helper(1) + helper(2); }\n/helper/.test(s);\n";
  const analysis = await analyzer.analyze('a.js', text);
  expect(analysis?.references.find((reference) => reference.name === 'helper')?.lines).toEqual([1, 3, 4]);
  expect(analysis?.references.some((reference) => ['other', 'return', 'const'].includes(reference.name))).toBe(false);
});

it('counts syntax errors and goes on', async () => {
  const analysis = await analyzer.analyze('a.py', 'def good():\n    pass\n\ndef bad(:\n    pass\n');
  expect(analysis?.errors).toBeGreaterThan(0);
  expect(analysis?.errorLines).toContain(4);
  expect(analysis?.symbols[0]?.name).toBe('good');
});

it('knows files by extension, name, #! line and, for C++ headers, text', async () => {
  const language = async (path: string, text = ''): Promise<string | undefined> => (await analyzer.analyze(path, text))?.language;
  expect(await language('x/Rakefile')).toBe('ruby');
  expect(await language('bin/tool', '#!/usr/bin/env -S python3 -u\n')).toBe('python');
  expect(await language('bin/run', '#!/bin/sh\n')).toBe('bash');
  expect(await language('a.h', 'int f(void);\n')).toBe('c');
  expect(await language('notes.txt', 'hello')).toBeUndefined();
});
