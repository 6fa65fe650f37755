import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isToolError } from '../../src/contract/error.js';
import { applyEdits } from '../../src/tools/files/edit/apply-edits.js';
import { expectLinear } from './support/growth.js';
import { PATIENCE, RUNS } from './support/runs.js';

const indent = fc.constantFrom('', '  ', '    ', '\t', '\t\t');
const word = fc.constantFrom('if (a) {', '}', 'return x;', 'call(\'b\', "c");', '// a comment – with a dash', 'const value = 1;', 'let s = “quoted”;', '');

/** Lines of a program; the number makes each line the only one of its kind. */
const program = fc
  .array(fc.tuple(indent, word), { minLength: 3, maxLength: 25 })
  .map((lines) => lines.map(([space, text], index) => `${space}${text} #${index}#`));

/** What a model changes in a text it copies from memory. */
const slip = fc.constantFrom<(line: string) => string>(
  (line) => line,
  (line) => `${line}  `,
  (line) => line.trimStart(),
  (line) => `  ${line}`,
  (line) => line.replace(/^\t+/, (tabs) => '    '.repeat(tabs.length)),
  (line) => line.replace('–', '-').replace(/[“”]/g, '"'),
  (line) => line.replace(/ /g, '  '),
);

const ending = fc.constantFrom('\n', '\r\n');

function run(original: string, edits: Array<{ old_text: string; new_text: string; all?: boolean }>): string | undefined {
  try {
    return applyEdits('a.ts', original, edits).text;
  } catch (error) {
    expect(isToolError(error), String(error)).toBe(true);
    return undefined;
  }
}

describe('edit', () => {
  it(
    'replaces exactly what was named, and not a character more',
    () => {
      fc.assert(
        fc.property(
          fc.string({ unit: 'grapheme', maxLength: 80 }),
          fc.string({ unit: 'grapheme', maxLength: 80 }),
          fc.stringMatching(/^[a-z ]{0,30}$/),
          (before, after, replacement) => {
            const mark = '«the only one»';
            fc.pre(!before.startsWith('\ufeff') && !(before + after).includes('«') && mark !== replacement);
            expect(run(before + mark + after, [{ old_text: mark, new_text: replacement }])).toBe(before + replacement + after);
          },
        ),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'with slips in the copied text: applies inside the lines that were meant, or not at all',
    () => {
      fc.assert(
        fc.property(program, fc.nat(), fc.integer({ min: 1, max: 4 }), slip, ending, fc.boolean(), (lines, at, count, change, eol, last) => {
          const start = at % lines.length;
          const end = Math.min(lines.length, start + count);
          const meant = lines.slice(start, end);
          fc.pre(meant.join('').trim() !== '');
          const original = lines.join(eol) + (last ? eol : '');
          const result = run(original, [{ old_text: meant.map(change).join('\n'), new_text: 'REPLACED' }]);
          if (result === undefined) return;
          const before = lines
            .slice(0, start)
            .map((line) => line + eol)
            .join('');
          const after =
            lines
              .slice(end)
              .map((line) => eol + line)
              .join('') + (last ? eol : '');
          expect(result.startsWith(before), JSON.stringify(result)).toBe(true);
          expect(result.endsWith(after), JSON.stringify(result)).toBe(true);
          expect(result.slice(before.length, result.length - after.length).trim()).toBe('REPLACED');
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'never chooses between two places that are alike',
    () => {
      fc.assert(
        fc.property(program, slip, ending, (lines, change, eol) => {
          const block = lines.slice(0, 2);
          const original = [...block, 'between', ...block, 'end'].join(eol);
          expect(run(original, [{ old_text: block.map(change).join('\n'), new_text: 'x' }])).toBeUndefined();
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'several edits are one change: as if done one after the other, or refused as a whole',
    () => {
      fc.assert(
        fc.property(program, fc.uniqueArray(fc.nat(24), { minLength: 2, maxLength: 5 }), (lines, places) => {
          const chosen = [...new Set(places.map((place) => place % lines.length))];
          const original = lines.join('\n');
          const edits = chosen.map((place) => ({ old_text: `#${place}#`, new_text: `#new ${place}#` }));
          const expected = lines.map((line, index) => (chosen.includes(index) ? line.replace(`#${index}#`, `#new ${index}#`) : line)).join('\n');
          expect(run(original, edits)).toBe(expected);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'fails with a reason for the model, whatever it is given',
    () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        program.map((lines) => lines.join('\n')),
        fc.constantFrom('', '\n', '\r', '\r\n\r', ' ', '```\na\n```', '1| a\n2| b', '\ufeff'),
      );
      fc.assert(
        fc.property(text, fc.array(fc.record({ old_text: text, new_text: text, all: fc.boolean() }), { maxLength: 3 }), (original, edits) => {
          run(original, edits);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it.each([
    ['lines that differ', (size: number) => Array.from({ length: size / 20 }, (_, index) => `  line ${index} of many`).join('\n')],
    ['lines that are alike', (size: number) => '  return value;\n'.repeat(size / 16)],
    ['one line', (size: number) => 'abc def '.repeat(size / 8)],
    ['blanks', (size: number) => ' '.repeat(size)],
  ])(
    'takes time in proportion to the file: %s',
    async (_, make) => {
      await expectLinear(make, (text) => run(text, [{ old_text: '  return values;\n  if (b) {\n   lines of money 12', new_text: 'x' }]), 50_000);
    },
    PATIENCE,
  );
});
