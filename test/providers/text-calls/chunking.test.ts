import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextCallReader } from '../../../src/providers/text-calls/index.js';
import { accept, isKnownName } from '../../support/case-tools.js';
import { readAnswer } from './read-answer.js';

/** Everything that means something to the reader, and things that nearly do. */
const PARTS = [
  '<tool_call>',
  '</tool_call>',
  '<tool_call',
  '<function=read>',
  '<parameter=path>',
  '</parameter>',
  '</function>',
  '<invoke name="read">',
  '<parameter name="path">',
  '</invoke>',
  '[TOOL_CALLS]',
  '[ARGS]',
  '<|python_tag|>',
  '<｜tool▁calls▁begin｜>',
  '<｜tool▁sep｜>',
  '<|tool_call>',
  '<tool_call|>',
  '<|"|>',
  'call:read{',
  '<arg_key>',
  '</arg_key>',
  '<arg_value>',
  '</arg_value>',
  '<|channel|>',
  'analysis',
  'commentary to=functions.read ',
  '<|message|>',
  '<|call|>',
  '<|end|>',
  '<|im_end|>',
  '</s>',
  '<think>',
  '</think>',
  '[THINK]',
  '[/THINK]',
  '<|channel>thought',
  '<channel|>',
  '{"name":"read","arguments":{"path":"a.ts"}}',
  '{"name":"fly","arguments":{}}',
  '{"a":1}',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  '`',
  '```',
  '```json\n',
  '```python\n',
  '~~~',
  '"""',
  '<!--',
  '-->',
  '<example>',
  '</example>',
  '<document>',
  '</document>',
  'read(path="a.ts")',
  'read(',
  ')',
  'read',
  'write',
  'Action: read',
  'Action Input: ',
  'functools',
  "I'll look.",
  'For example:',
  'Then',
  ' x',
  ' ',
  '  ',
  '    ',
  '\t',
  '\n',
  '\n\n',
  '\r\n',
  '> ',
  '| ',
  '- ',
  '. ',
  ':',
  ',',
  ';',
  '\\',
  '中文',
  '😀',
  '<',
  '<a',
  '<|',
  'The parser goes on with the next line. '.repeat(6),
  `${'x'.repeat(230)}\n`,
  '\n'.repeat(9),
  ' '.repeat(50),
  '<read>',
  '<path>',
  '</path>',
  '</read>',
];
const answer = fc.oneof(
  fc.array(fc.constantFrom(...PARTS), { maxLength: 30 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...PARTS), { maxLength: 12 }).map((parts) => parts.join('\n')),
  fc.array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ unit: 'grapheme', maxLength: 8 })), { maxLength: 20 }).map((parts) => parts.join('')),
);
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
const runs = Number(process.env.OCODE_FUZZ_RUNS ?? 3000);

describe('any answer', () => {
  it('gives the same pieces and calls in any chunks', () => {
    fc.assert(
      fc.property(answer, sizes, (text, chunks) => {
        expect(readAnswer(text, chunks)).toEqual(readAnswer(text, [1e9]));
      }),
      { numRuns: runs },
    );
  });

  it('keeps every character in order, apart from the markup it takes away', () => {
    fc.assert(
      fc.property(answer, sizes, fc.boolean(), (text, chunks, complete) => {
        const read = readAnswer(text, chunks, complete);
        if (read.thinking === '') expect(isSubsequence(read.text, text)).toBe(true);
        if (read.calls.length === 0 && !MARKUP.test(text)) expect(read.text).toBe(text);
        if (!complete) expect(read.calls).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('without calls shows prose as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), sizes, (text, chunks) => {
        const read = readAnswer(text, chunks);
        if (read.calls.length === 0 && !MARKUP.test(text)) expect(read.text).toBe(text);
      }),
      { numRuns: runs },
    );
  });
});

describe('as it streams', () => {
  it.each([
    ['prose', 'The file holds three functions.'],
    ['a comparison', 'It is so when a < b and b > c, or a[0] = 1.'],
    ['code', '```ts\nconst a = { b: [1] };\nread(path="x");\n'],
    ['a list', '- one: 1\n- two: 2, and then more'],
  ])('shows %s at once', (_, text) => {
    expect(shownBeforeEnd(text)).toBe(text);
  });

  it.each([
    ['an opening tag', 'Let me look. <tool_call>\n{"name":"re', 'Let me look. '],
    ['an object', 'Let me look.\n{"name":"re', 'Let me look.\n'],
    ['a fence', 'Let me look.\n```json\n{', 'Let me look.\n'],
    ['a call', 'Let me look.\nread(path=', 'Let me look.\n'],
  ])('holds back %s', (_, text, shown) => {
    expect(shownBeforeEnd(text)).toBe(shown);
  });

  it('lets data go when it is known to be data', () => {
    const text = `${JSON.stringify({ files: ['a', 'b'] })}\n\n${'The list is complete. '.repeat(30)}`;
    expect(shownBeforeEnd(text)).toBe(text);
  });
});

function shownBeforeEnd(text: string): string {
  const reader = createTextCallReader({ accept, isKnownName, newId: () => 'id' });
  return [...text].flatMap((character) => reader.push(character).map((piece) => piece.text)).join('');
}

const MARKUP = /<\|?\/?(?:think|s>|channel|im_end|end|call|start|message)|THINK|<channel\|>/i;

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (part.startsWith(character, at)) at += character.length;
  return at >= part.length;
}
