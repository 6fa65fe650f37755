import { describe, expect, it } from 'vitest';
import { AnswerReader } from '../../src/providers/ollama/stream.js';
import { CompletionReader } from '../../src/providers/openai/stream.js';

const WORDS = { name: 'Server', start: '', key: '', get: () => '' };
const UNKNOWN = { load_ms: 0, prefill_ms: 0, prefill_tokens_per_second: 0, decode_tokens_per_second: 0 };
const ODD = ['7', null, true, [1], { a: 1 }, -1, -1e300, 1e300, 0, undefined, 5e-324];

function ollama(figures: Record<string, unknown>) {
  const [done] = new AnswerReader(WORDS).readAll([JSON.stringify({ done: true, ...figures })]).deltas;
  return done?.type === 'done' ? { usage: done.usage, timings: done.timings } : undefined;
}

function openai(frame: Record<string, unknown>) {
  const reader = new CompletionReader(WORDS);
  reader.readAll([`data: ${JSON.stringify({ choices: [{ delta: { content: 'x' }, finish_reason: 'stop' }], ...frame })}`, 'data: [DONE]']);
  const done = reader.finish()?.at(-1);
  return done?.type === 'done' ? { usage: done.usage, timings: done.timings } : undefined;
}

describe('figures of an Ollama server', () => {
  const honest = {
    prompt_eval_count: 1000,
    prompt_eval_duration: 250e6,
    eval_count: 50,
    eval_duration: 1e9,
    load_duration: 1500e6,
  };
  it('that make sense are taken', () => {
    expect(ollama(honest)).toEqual({
      usage: { input_tokens: 1000, output_tokens: 50 },
      timings: { load_ms: 1500, prefill_ms: 250, prefill_tokens_per_second: 4000, decode_tokens_per_second: 50 },
    });
  });

  it('a load and a prompt of an hour are what they are', () => {
    expect(ollama({ ...honest, load_duration: 3600e9, prompt_eval_duration: 3600e9 })?.timings).toMatchObject({ load_ms: 3.6e6, prefill_ms: 3.6e6 });
  });

  it.each([
    ['two tokens in 400 nanoseconds', { eval_count: 2, eval_duration: 400 }],
    ['a token in a fraction of a nanosecond', { eval_count: 1, eval_duration: 0.5 }],
    ['a million tokens in a millisecond', { eval_count: 1e6, eval_duration: 1e6 }],
    ['tokens without a time', { eval_count: 50 }],
    ['a time without tokens', { eval_duration: 1e9 }],
    ['a time before the beginning', { eval_count: 50, eval_duration: -1e9 }],
    ['a negative count', { eval_count: -50, eval_duration: 1e9 }],
  ])('%s are no speed', (_, figures) => {
    expect(ollama(figures)?.timings).toEqual(UNKNOWN);
  });

  it('a prompt out of the cache was not read at millions of tokens a second', () => {
    expect(ollama({ prompt_eval_count: 16_000, prompt_eval_duration: 2e6 })?.timings).toEqual({ ...UNKNOWN, prefill_ms: 2 });
  });

  it.each(ODD.map((value) => [JSON.stringify(value) ?? 'nothing', value]))('%s for everything is nothing known', (_, value) => {
    expect(ollama({ prompt_eval_count: value, prompt_eval_duration: value, eval_count: value, eval_duration: value, load_duration: value })).toEqual({
      usage: { input_tokens: 0, output_tokens: 0 },
      timings: UNKNOWN,
    });
  });
});

describe('figures of an OpenAI-compatible server', () => {
  it.each(ODD.map((value) => [JSON.stringify(value) ?? 'nothing', value]))('%s for everything is nothing known', (_, value) => {
    const frame = {
      usage: { prompt_tokens: value, completion_tokens: value },
      timings: { prompt_ms: value, prompt_per_second: value, predicted_per_second: value },
    };
    expect(openai(frame)).toEqual({ usage: { input_tokens: 0, output_tokens: 0 }, timings: UNKNOWN });
    expect(openai({ usage: value, timings: value })).toEqual({ usage: { input_tokens: 0, output_tokens: 0 }, timings: UNKNOWN });
  });

  it('speeds beyond sense are left out, others taken', () => {
    expect(openai({ timings: { prompt_ms: 3, prompt_per_second: 5e9, predicted_per_second: 41.27 } })?.timings).toEqual({
      ...UNKNOWN,
      prefill_ms: 3,
      decode_tokens_per_second: 41.3,
    });
  });
});
