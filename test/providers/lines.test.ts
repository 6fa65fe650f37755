import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/providers/calls.js';
import { parseObject, readLines } from '../../src/providers/lines.js';
import { AnswerReader } from '../../src/providers/ollama/stream.js';
import { CompletionReader } from '../../src/providers/openai/stream.js';

const WORDS = { name: 'Server', start: '', key: '', get: () => '' };

async function linesOf(chunks: Buffer[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of readLines(Readable.from(chunks, { objectMode: false }) as IncomingMessage)) lines.push(...batch);
  return lines;
}

function cut(bytes: Buffer, places: number[]): Buffer[] {
  const at = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

describe('readLines', () => {
  it('gives the same lines for every chunking, split characters included', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'grapheme' }).map((line) => line.replaceAll('\n', ' ')),
          { minLength: 1 },
        ),
        fc.array(fc.nat()),
        async (lines, places) => {
          const text = lines.join('\n');
          const expected = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text === '' ? [] : text.split('\n');
          expect(await linesOf(cut(Buffer.from(text), places))).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('readers', () => {
  it('take any JSON and any text without breaking', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.json(),
            fc
              .object({ key: fc.constantFrom('message', 'choices', 'delta', 'tool_calls', 'function', 'done', 'content', 'usage') })
              .map((value) => JSON.stringify(value)),
          ),
        ),
        (lines) => {
          // Failures come back as values; only a bug throws.
          new AnswerReader(WORDS).readAll(lines);
          new CompletionReader(WORDS).readAll(lines.map((line) => `data: ${line}`));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('parseObject', () => {
  it.each(['', '1', 'null', '[1]', '"a"', '{', 'true'])('is undefined for %j', (line) => expect(parseObject(line)).toBeUndefined());
});

describe('readArguments', () => {
  it.each<[unknown, unknown]>([
    [{ a: 1 }, { a: 1 }],
    ['{"a":1}', { a: 1 }],
    ['"{\\"a\\":1}"', { a: 1 }],
    ['', {}],
    [null, {}],
    [undefined, {}],
    ['null', {}],
    ['[1]', undefined],
    [[1], undefined],
    ['{"a', undefined],
    [7, undefined],
  ])('of %j is %j', (args, expected) => expect(readArguments(args)).toEqual(expected));
});
