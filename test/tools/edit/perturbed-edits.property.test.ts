import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isToolError } from '../../../src/contract/error.js';
import { applyEdits } from '../../../src/tools/files/edit/apply-edits.js';

/** A block of a real file, edited, and then spoiled as models spoil what they copy: the meant result, or a refusal, and nothing else. */
const SOURCE = readFileSync(new URL('../../../src/tools/files/edit/apply-edits.ts', import.meta.url), 'utf8');
const LINES = SOURCE.split('\n');

type Spoil = (old: string, now: string) => [old: string, now: string];
const each = (text: string, change: (line: string, index: number) => string): string => text.split('\n').map(change).join('\n');
const both =
  (change: (text: string) => string): Spoil =>
  (old, now) => [change(old), change(now)];
const SPOILED: Record<string, Spoil> = {
  'indented more': both((text) => each(text, (line) => (line.trim() === '' ? line : `    ${line}`))),
  'blanks at line ends': (old, now) => [each(old, (line) => `${line}  `), now],
  'windows line endings': both((text) => text.replaceAll('\n', '\r\n')),
  'a last newline': both((text) => `${text}\n`),
  'line numbers': both((text) => each(text, (line, index) => `${String(index + 7).padStart(4)}| ${line}`)),
  'a fence': both((text) => `\`\`\`ts\n${text}\n\`\`\``),
  'curly quotes': (old, now) => [old.replaceAll("'", '’').replaceAll('"', '”'), now],
  'no-break spaces': (old, now) => [old.replaceAll(' ', '\u00a0'), now],
  entities: both((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
  'a wrong letter in both': both((text) => text.replace(/\b([a-z]{2})[a-z]([a-z]{3,})\b/, '$1q$2')),
  'a wrong letter': (old, now) => [old.replace(/\b([a-z]{3})[a-z]([a-z]{3,})\b/, '$1q$2'), now],
  'another number': (old, now) => [old.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)), now],
};

test.each(Object.entries(SPOILED))('%s', (_, spoil) => {
  fc.assert(
    fc.property(fc.nat(LINES.length - 8), fc.integer({ min: 2, max: 6 }), fc.nat(5), (at, length, where) => {
      const block = LINES.slice(at, at + length);
      const old = block.join('\n');
      fc.pre(block[0]?.trim() !== '' && block.at(-1)?.trim() !== '' && SOURCE.split(old).length === 2);
      const index = where % length;
      const edited = block.toSpliced(index + 1, 0, `${/^ */.exec(block[index] ?? '')?.[0] ?? ''}X();`);
      fc.pre(edited.at(-1)?.trim() !== '');
      const meant = LINES.toSpliced(at, length, ...edited).join('\n');
      const [oldText, newText] = spoil(old, edited.join('\n'));
      try {
        expect(applyEdits('f', SOURCE, [{ old_text: oldText, new_text: newText }]).text).toBe(meant);
      } catch (error) {
        if (!isToolError(error)) throw error;
      }
    }),
    { numRuns: 60 },
  );
});
