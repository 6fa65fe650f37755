import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EngineEvent } from '../../src/contract/event.js';
import { MaskedStream } from '../../src/render/masked-stream.js';
import { createMasker, createSecretWatch } from '../../src/security/index.js';

const env = { MY_TOKEN: 'hunter2hunter2', OTHER_SECRET: 'a b c d e f g', PATH: '/usr/bin' };
const guard = { mask: createMasker(env), watch: createSecretWatch(env) };

const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----';
const SECRETS = [
  'hunter2hunter2',
  'a b c d e f g',
  `ghp_${'a1B2'.repeat(8)}`,
  `sk-ant-${'x9'.repeat(15)}`,
  `eyJ${'a'.repeat(12)}.eyJ${'b'.repeat(12)}.${'c'.repeat(12)}`,
  `AKIA${'Z9'.repeat(8)}`,
  `Bearer ${'abcd'.repeat(5)}`,
  'https://me:s3cretword@example.org/x',
  KEY,
];
const WORDS = [
  'the',
  ' ',
  '\n',
  'sky-',
  'sk-',
  'begin',
  '---',
  '-----',
  'https://example.org:8080/path',
  'Bearer',
  'npm_',
  'hub',
  ': ',
  'gh',
  '`',
  'e',
  'hunter2',
  'a b c',
  '"',
];

const said = (events: EngineEvent[]): string => events.map((event) => (event.type === 'text_delta' ? event.text : '')).join('');

function stream(pieces: readonly string[]): string {
  const words = new MaskedStream(guard);
  const events = pieces.flatMap((text) => words.take({ type: 'text_delta', text }));
  return said([...events, ...words.take({ type: 'turn_finished', turn: 1, usage: { input_tokens: 1, output_tokens: 1 } })]);
}

const parts = fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom(...SECRETS), fc.string({ maxLength: 6 })), { maxLength: 12 });
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 });

function cut(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}

it('in whatever pieces the words come, they are masked as if they had come at once', () => {
  fc.assert(
    fc.property(parts, sizes, (list, lengths) => {
      // With nothing between two secrets it may mask more than one look at the whole would.
      const text = list.join(' ; ');
      expect(stream(cut(text, lengths))).toBe(guard.mask(text));
    }),
    { numRuns: 1000 },
  );
});

it.each(SECRETS)('no piece of %j gets out letter by letter', (secret) => {
  const text = `see ${secret} there`;
  const out = stream([...text]);
  expect(out).toBe(guard.mask(text));
  expect(out).toContain('[masked]');
});

it('ordinary words go out with the next piece at the latest', () => {
  const words = new MaskedStream(guard);
  const pieces = 'The skeleton begins here, having e.g. https://example.org/a and some-thing else; done. '.repeat(20).split(/(?<= )/);
  let sent = 0;
  let out = 0;
  for (const text of pieces) {
    const before = sent;
    sent += text.length;
    out += said(words.take({ type: 'text_delta', text })).length;
    expect(out).toBeGreaterThanOrEqual(before);
  }
});

it('what is held goes out before anything else, in its own stream', () => {
  const words = new MaskedStream(guard);
  const thinking: EngineEvent = { type: 'thinking_delta', text: 'hunter2' };
  const text: EngineEvent = { type: 'text_delta', text: 'hunter2 is here' };
  expect(words.take(thinking)).toEqual([]);
  expect(words.take(text)).toEqual([thinking, text]);
});

it('what was said is not said again, though its end alone looks like a secret', () => {
  const stream = new MaskedStream({ mask: (text) => text.replace(/\bsecret\b/g, '***'), watch: (_, text) => text.length });
  const say = (text: string): string =>
    stream
      .take({ type: 'text_delta', text })
      .map((event) => ('text' in event ? event.text : ''))
      .join('');
  // 120 characters are remembered: they begin within the first word.
  expect(say(`nosecret${' y'.repeat(57)}`)).toBe(`nosecret${' y'.repeat(57)}`);
  expect(say(' and the secret')).toBe(' and the ***');
});
