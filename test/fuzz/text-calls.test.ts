import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAnswer, chunkSizes, isSubsequence, MARKUP, PARTS } from '../providers/text-calls/any-answer.js';
import { readAnswer } from '../providers/text-calls/read-answer.js';
import { expectLinear } from './support/growth.js';
import { PATIENCE, RUNS } from './support/runs.js';

describe('calls written as text', () => {
  it(
    'are read the same in any chunks',
    () => {
      fc.assert(
        fc.property(anyAnswer, chunkSizes, (text, chunks) => {
          expect(readAnswer(text, chunks)).toEqual(readAnswer(text, [1e9]));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'take nothing out of the text but themselves',
    () => {
      fc.assert(
        fc.property(anyAnswer, chunkSizes, fc.boolean(), (text, chunks, complete) => {
          const read = readAnswer(text, chunks, complete);
          if (read.thinking === '') expect(isSubsequence(read.text, text)).toBe(true);
          if (read.calls.length === 0 && !MARKUP.test(text)) expect(read.text).toBe(text);
          if (!complete) expect(read.calls).toEqual([]);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'that are none leave any text as it is',
    () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 300 }), chunkSizes, (text, chunks) => {
          const read = readAnswer(text, chunks);
          if (read.calls.length === 0 && !MARKUP.test(text)) expect(read.text).toBe(text);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'keep the words around them',
    () => {
      const words = fc.stringMatching(/^[a-z]{2,8}( [a-z]{2,8}){0,6}$/);
      fc.assert(
        fc.property(words, words, chunkSizes, fc.stringMatching(/^[\w./ -]{1,20}$/), (before, after, chunks, path) => {
          const call = JSON.stringify({ name: 'read', arguments: { path } });
          const text = `${before}.\n<tool_call>${call}</tool_call>\n${after}.`;
          const read = readAnswer(text, chunks);
          // With words behind it, it may as well be an example: then all of it stays in the text.
          if (read.calls.length === 0) expect(read.text).toBe(text);
          else expect([read.calls, read.text.includes(before), read.text.includes(after)]).toEqual([[{ name: 'read', args: { path } }], true, true]);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'bring any content through, whatever is in it',
    () => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: 'grapheme', maxLength: 60 }),
            fc.array(fc.constantFrom(...PARTS), { maxLength: 8 }).map((parts) => parts.join('')),
          ),
          chunkSizes,
          (content, chunks) => {
            // The mark that ends a call cannot stand in it: no reader could tell.
            fc.pre(!content.includes('tool_call'));
            // `<content>` or `[…]` alone is what people write in examples.
            fc.pre(!/^\s*[<[{].*[>\]}]\s*$/s.test(content) && !/^\W*$/.test(content));
            const text = `<tool_call>\n${JSON.stringify({ name: 'write', arguments: { path: 'a', content } })}\n</tool_call>`;
            expect(readAnswer(text, chunks).calls).toEqual([{ name: 'write', args: { path: 'a', content } }]);
          },
        ),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it.each(PARTS.filter((part) => part.trim().length > 0).map((part) => [JSON.stringify(part).slice(0, 40), part]))(
    '%s again and again is read in proportion',
    async (_, part) => {
      await expectLinear(
        (size) => part.repeat(Math.ceil(size / part.length)),
        (text) => readAnswer(text, [64]),
        RUNS >= 1000 ? 20_000 : 5_000,
      );
    },
    PATIENCE,
  );
});
