import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChatDelta } from '../../src/contract/chat.js';
import { isOCodeError } from '../../src/contract/error.js';
import { readLines } from '../../src/providers/lines.js';
import { AnswerReader } from '../../src/providers/ollama/stream.js';
import { CompletionReader } from '../../src/providers/openai/stream.js';
import { PATIENCE, RUNS } from './support/runs.js';

const WORDS = { name: 'Server', start: '', key: '', get: () => '' };

interface Outcome {
  deltas: ChatDelta[];
  failure: unknown;
}

async function readOllama(chunks: Buffer[]): Promise<Outcome> {
  const reader = new AnswerReader(WORDS);
  const deltas: ChatDelta[] = [];
  for await (const lines of readLines(Readable.from(chunks, { objectMode: false }) as IncomingMessage)) {
    const batch = reader.readAll(lines);
    deltas.push(...batch.deltas);
    if (batch.failure !== undefined || batch.done) return { deltas, failure: batch.failure };
  }
  return { deltas, failure: undefined };
}

async function readOpenAi(chunks: Buffer[]): Promise<Outcome> {
  const reader = new CompletionReader(WORDS);
  const deltas: ChatDelta[] = [];
  for await (const lines of readLines(Readable.from(chunks, { objectMode: false }) as IncomingMessage)) {
    const batch = reader.readAll(lines);
    deltas.push(...batch.deltas);
    if (batch.failure !== undefined) return { deltas, failure: batch.failure };
  }
  try {
    return { deltas: [...deltas, ...(reader.finish() ?? [])], failure: undefined };
  } catch (failure) {
    return { deltas, failure };
  }
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

/** Ids that the reader invents differ between two readings. */
function withoutIds({ deltas, failure }: Outcome): unknown {
  return { deltas: deltas.map((delta) => (delta.type === 'call' ? { ...delta, call: { ...delta.call, id: '' } } : delta)), failed: failure !== undefined };
}

const text = fc.string({ unit: 'grapheme' });
const call = fc.record(
  { id: fc.option(text), function: fc.record({ name: fc.oneof(text, fc.anything()), arguments: fc.oneof(fc.object(), fc.json(), text) }) },
  { requiredKeys: [] },
);
const frame = fc.oneof(
  fc.record({
    message: fc.record({ content: fc.oneof(text, fc.anything()), thinking: text, tool_calls: fc.oneof(fc.array(call), fc.anything()) }, { requiredKeys: [] }),
    done: fc.constantFrom(false, false, false, true),
  }),
  fc.record({
    choices: fc.array(
      fc.record(
        {
          delta: fc.record({ content: text, reasoning: text, tool_calls: fc.array(call) }, { requiredKeys: [] }),
          finish_reason: fc.constantFrom(null, null, 'stop', 'length'),
        },
        { requiredKeys: [] },
      ),
    ),
  }),
  fc.record({ error: fc.anything() }),
);
const line = fc.oneof(
  { weight: 6, arbitrary: frame.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.json() },
);
const damage = fc.option(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), { freq: 4 });

describe.each([
  ['ollama', readOllama, (lines: string[]) => lines.join('\n')],
  ['openai', readOpenAi, (lines: string[]) => lines.map((each) => `data: ${each}\n\n`).join('')],
] as const)('the stream of %s', (_, read, write) => {
  it(
    'gives the same for every chunking, and fails only with errors of ours',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 20 }), damage, async (lines, places, broken) => {
          const bytes = Buffer.from(write(lines));
          if (broken && bytes.length > 0) bytes[broken.at % bytes.length] = broken.byte;
          const whole = await read([bytes]);
          const pieces = await read(cut(bytes, places));
          expect(withoutIds(pieces)).toEqual(withoutIds(whole));
          for (const { failure } of [whole, pieces]) expect(failure === undefined || isOCodeError(failure)).toBe(true);
          for (const delta of whole.deltas) {
            if (delta.type === 'text' || delta.type === 'thinking') expect(delta.text).not.toBe('');
            if (delta.type === 'call') expect([typeof delta.call.id, typeof delta.call.name, typeof delta.call.args]).toEqual(['string', 'string', 'object']);
          }
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});
