import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToolError } from '../../../src/contract/error.js';
import { applyEdits } from '../../../src/tools/files/edit/apply-edits.js';

const apply = (before: string, ...edits: Array<[string, string, boolean?]>): string => {
  try {
    return applyEdits(
      'f',
      before,
      edits.map(([old_text, new_text, all]) => ({ old_text, new_text, all })),
    ).text;
  } catch (error) {
    if (error instanceof ToolError) return `<${error.code}>`;
    throw error;
  }
};

describe('the ladder', () => {
  const cases: Array<[what: string, before: string, old: string, now: string, after: string]> = [
    ['exact, inside a line', 'a b c\n', 'b', 'B', 'a B c\n'],
    ['exact wins over similar', "it’s\nit's\n", "it's", 'x', 'it’s\nx\n'],
    ['line endings', 'a\r\nb\r\nc\r\n', 'a\nb', 'a\nB', 'a\r\nB\r\nc\r\n'],
    ['a lone newline does not split CRLF', 'a\r\nb\r\n', 'a\n', '', 'b\r\n'],
    ['curly quotes', 'say “hi”\n', 'say "hi"', 'say "ho"', 'say "ho"\n'],
    ['an ellipsis character', 'wait… done\n', 'wait... done', 'done', 'done\n'],
    ['no half of an emoji', '😁😀x\n', '\ude00x', 'y', '<no_match>'],
    ['blanks at line ends', 'a;  \nb;\t\n', 'a;\nb;', 'c;', 'c;\n'],
    [
      'deeper in the file',
      '    if a:\n        b()\n',
      'if a:\n    b()',
      'if c:\n    for d in e:\n        f()',
      '    if c:\n        for d in e:\n            f()\n',
    ],
    ['less deep in the file', 'if a:\n    b()\n', '        if a:\n            b()', '        c()', 'c()\n'],
    [
      'only the first line lacks its indentation',
      '    def f():\n        x = 1\n',
      'def f():\n        x = 1',
      'def f():\n        x = 2\n        y = 3',
      '    def f():\n        x = 2\n        y = 3\n',
    ],
    [
      'tabs in the file',
      '\tif a {\n\t\tb()\n\t}\n',
      '    if a {\n        b()\n    }',
      '    if a {\n        if c {\n            b()\n        }\n    }',
      '\tif a {\n\t\tif c {\n\t\t\tb()\n\t\t}\n\t}\n',
    ],
    [
      'tabs in the texts',
      '    a {\n        b\n    }\n',
      '\ta {\n\t\tb\n\t}',
      '\ta {\n\t\tc {\n\t\t\tb\n\t\t}\n\t}',
      '    a {\n        c {\n            b\n        }\n    }\n',
    ],
    ['one line, tabs in the file, a deeper line is new', 'f:\n\tx\n\ty\n\n', '    x', '    if x:\n        y', 'f:\n\tif x:\n\t\ty\n\ty\n\n'],
    [
      'two blanks a level against four',
      '    def f():\n        a\n',
      '  def f():\n    a',
      '  def f():\n    if b:\n      a',
      '    def f():\n        if b:\n            a\n',
    ],
    ['empty lines stay empty', '    a\n    b\n', 'a\nb', 'a\n\nb', '    a\n\n    b\n'],
    ['runs of blanks', 'x  =   1\n', 'x = 1', 'x = 2', 'x = 2\n'],
    ['runs of blanks inside a line', 'let x  =  1; // one\n', 'x = 1;', 'x = 2;', 'let x = 2; // one\n'],
    ['another number of empty lines', 'a\n\n\nb\n', 'a\n\nb', 'a\nc\nb', 'a\nc\nb\n'],
    ['white space cannot be left out', 'const a = 1;\n', 'consta=1;', 'x', '<no_match>'],
    ['a line left out', 'a\nb\nc\n', 'a\nc', 'x', '<no_match>'],
    ['no final newline, the text has one', 'a\nlast', '  last\n', '  x\n', 'a\nx'],
    [
      'a slip of the pen in a long text',
      'function calculateTotalPrice(items, taxRate) {\n  return items.length * taxRate;\n}\n',
      'function calculateTotalPrize(items, taxRate) {\n  return items.length * taxRate;\n}',
      'x',
      'x\n',
    ],
    [
      'another number is no slip',
      'const connection = openConnection("db.example.org", { port: 5432, retries: 3 });\n',
      'const connection = openConnection("db.example.org", { port: 5433, retries: 3 });',
      'x',
      '<no_match>',
    ],
    ...(
      [
        ['an operator', 'if (someLongVariableName >= otherLongVariableName && finalCheckPasses) {', '>=', '<='],
        ['a negation', 'const aVeryLongConstantName = !isEnabled(options, "first", "second", third);', '!isEnabled', 'isEnabled'],
        ['a value', 'configureTheApplication({ enableTheFeature: true, mode: "production", x: y });', 'true', 'false'],
        ['an opposite', 'export function getUserAccountDetails(request, response, next) { return 1; }', 'getUser', 'setUser'],
        ['a word of logic', 'if someLongVariableName and otherLongVariableName and finalCheckPassesNow:', 'Name and other', 'Name or other'],
        ['another function', 'const boundary = Math.min(firstLongArgumentName, secondLongArgumentName, 0);', 'min', 'max'],
        ['a plural', 'export async function loadItems(database: Database, filter: Filter): Promise<Item[]> {', 'loadItems', 'loadItem'],
        ['a variable', 'matrix[rowIndexNumber][columnIndexNumber] = valuesForTheMatrix[i] * factorValue;', '[i]', '[j]'],
        ['a name of the file', 'calculateTotalPrice(theShoppingCartItems, theTaxRateOfTheCountry);\ncalculateTotalPrize();\n', 'Price', 'Prize'],
      ] as const
    ).map(([what, line, there, wanted]): [string, string, string, string, string] => [
      `${what} is no slip`,
      `${line}\n`,
      line.split('\n', 1)[0]?.replace(there, wanted) ?? '',
      'x',
      '<no_match>',
    ]),
    ['numbers of a listing', 'a\nb\nc\n', '2| b\n3| c', '2| B\n3| C', 'a\nB\nC\n'],
    ['a code fence', 'a\nb\n', '```js\nb\n```', '```js\nB\n```', 'a\nB\n'],
    ['replacement patterns are text', 'a\n', 'a', '$& $1 \\1 $$', '$& $1 \\1 $$\n'],
  ];
  it.each(cases)('%s', (_what, before, old, now, after) => {
    expect(apply(before, [old, now])).toBe(after);
  });
});

describe('several edits', () => {
  it('match the original, not each other', () => {
    expect(apply('a = 1\nb = 2\n', ['a = 1', 'b = 2'], ['b = 2', 'a = 1'])).toBe('b = 2\na = 1\n');
    expect(apply('a\n', ['a', 'b'], ['b', 'c'])).toBe('<no_match>');
  });
  it('may touch, must not overlap', () => {
    expect(apply('ab', ['a', 'x'], ['b', 'y'])).toBe('xy');
    expect(apply('abc', ['ab', 'x'], ['bc', 'y'])).toBe('<overlapping_edits>');
  });
  it('all: every place once, from the left', () => {
    expect(apply('aaa', ['aa', 'b', true])).toBe('ba');
    expect(apply('x\n', ['y', 'z', true])).toBe('<no_match>');
  });
});

describe('what is refused', () => {
  it.each<[string, string, string, string]>([
    ['a\na\n', 'a', 'b', '<ambiguous_match>'],
    ['a\n', '', 'b', '<invalid_args>'],
    ['a\n', 'a', 'a', '<invalid_args>'],
    ['a\n', 'a', 'a\n// ... existing code ...', '<elided_content>'],
    ['', 'a', 'b', '<no_match>'],
  ])('%j: %j -> %j is %s', (before, old, now, code) => {
    expect(apply(before, [old, now])).toBe(code);
  });
  it('an empty file takes an empty old_text', () => {
    expect(apply('', ['', 'hello\n'])).toBe('hello\n');
  });
});

describe('properties', () => {
  const line = fc.stringMatching(/^[ \t]{0,6}[a-d]{0,3}[ ]{0,2}[xyz(){};]{0,4}$/);
  const ending = fc.constantFrom('\n', '\r\n');
  const file = fc
    .tuple(fc.array(line, { maxLength: 12 }), ending, fc.boolean())
    .map(([lines, eol, final]) => lines.join(eol) + (final && lines.length > 0 ? eol : ''));

  it('bytes outside the matched lines never change', () => {
    fc.assert(
      fc.property(file, fc.array(line, { minLength: 1, maxLength: 4 }), fc.string({ maxLength: 12 }), (before, old, now) => {
        let after: string;
        try {
          after = applyEdits('f', before, [{ old_text: old.join('\n'), new_text: now }]).text;
        } catch {
          return;
        }
        // The changed part lies within the lines that the block covers, blank lines beside it included.
        const oldLines = before.split('\n');
        const newLines = after.split('\n');
        let head = 0;
        while (head < oldLines.length && oldLines[head] === newLines[head]) head++;
        let tail = 0;
        while (tail < oldLines.length - head && oldLines.at(-1 - tail) === newLines.at(-1 - tail)) tail++;
        expect(oldLines.length - head - tail).toBeLessThanOrEqual(old.length + 1 + oldLines.filter((text) => text.trim() === '').length);
      }),
      { numRuns: 400 },
    );
  });

  it('what is copied from the file is found, and only that is replaced', () => {
    fc.assert(
      fc.property(file, fc.nat(), fc.nat(), fc.stringMatching(/^[a-z \n]{1,10}$/), (before, a, b, now) => {
        const start = before.length === 0 ? 0 : a % before.length;
        const end = Math.min(before.length, start + 1 + (b % 20));
        const old = before.slice(start, end);
        if (old === '' || old.replaceAll('\r\n', '\n') === now || before.indexOf(old) !== start || before.indexOf(old, start + 1) >= 0) return;
        if (before[start - 1] === '\r' || (before[end - 1] === '\r' && before[end] === '\n')) return;
        const result = apply(before, [old, now]);
        expect(result.startsWith(before.slice(0, start))).toBe(true);
        expect(result.endsWith(before.slice(end))).toBe(true);
        expect(result.slice(start, result.length - (before.length - end)).replaceAll('\r\n', '\n')).toBe(now);
      }),
      { numRuns: 400 },
    );
  });

  it('a file with one kind of line ending keeps it', () => {
    fc.assert(
      fc.property(file, fc.array(line, { minLength: 1, maxLength: 3 }), fc.array(line, { maxLength: 4 }), (before, old, now) => {
        const result = apply(before, [old.join('\n'), now.join('\n')]);
        if (result.startsWith('<') || !before.includes('\n')) return;
        if (!/(^|[^\r])\n/.test(before)) expect(result).not.toMatch(/(^|[^\r])\n/);
        if (!before.includes('\r')) expect(result).not.toContain('\r');
      }),
      { numRuns: 400 },
    );
  });
});

describe('indentation and line endings, more of them', () => {
  it.each<[what: string, before: string, old: string, now: string, after: string]>([
    [
      'tabs against two blanks',
      '\tif a {\n\t\tb\n\t}\n',
      '  if a {\n    b\n  }',
      '  if a {\n    for {\n      c\n    }\n  }',
      '\tif a {\n\t\tfor {\n\t\t\tc\n\t\t}\n\t}\n',
    ],
    [
      'blanks against tabs from column 0',
      '    def f():\n        a\n',
      'def f():\n\ta',
      'def f():\n\tif b:\n\t\ta',
      '    def f():\n        if b:\n            a\n',
    ],
    ['four blanks a level against two', 'a {\n  b\n}\n', 'a {\n    b\n}', 'a {\n    if c {\n        b\n    }\n}', 'a {\n  if c {\n    b\n  }\n}\n'],
    ['a last line that is not whole', '    if a:\n        b(x)\n', 'if a:\n    b(', 'if c:\n    d(', '    if c:\n        d(x)\n'],
    ['CRLF and another indentation', '  if a:\r\n    b\r\n', 'if a:\n  b', 'if a:\n  c\n  d', '  if a:\r\n    c\r\n    d\r\n'],
    ['mixed endings stay where lines stay', 'a\r\nb\nc\r\n', 'a\nb\nc', 'A\nb\nC', 'A\r\nb\nC\r\n'],
    ['a lone carriage return is a character', 'a\rb\rc', 'b', 'x\ny', 'a\rx\ny\rc'],
    ['deleting a block of other indentation', '  a\n  b\n  c\n', 'b  \n', '', '  a\n  c\n'],
  ])('%s', (_what, before, old, now, after) => {
    expect(apply(before, [old, now])).toBe(after);
  });
  it('two places that are nearly alike are none', () => {
    const block = 'function handleRequest(request, response) {\n  const body = parseBody(request);\n  return respond(response, body);\n}\n';
    expect(apply(block.repeat(2), [block.replace('parseBody(request)', 'parseBody(requst)'), 'x'])).toBe('<no_match>');
  });
});
