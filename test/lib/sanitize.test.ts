import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanForTerminal, makeVisible, stripEscapes } from '../../src/lib/sanitize.js';

describe('escape sequences go, the text stays', () => {
  test.each([
    ['\x1b[31mred\x1b[0m', 'red'],
    ['\x1b]0;title\x07text', 'text'],
    ['\x1b]8;;https://x\x1b\\link\x1b]8;;\x1b\\', 'link'],
    ['\x1bP1$r0m\x1b\\dcs', 'dcs'],
    ['\x1b_apc\x1b\\a\x1b^pm\x1b\\b\x1bXsos\x1b\\c', 'abc'],
    ['\x9b31mc1\x9d0;t\x9c!', 'c1!'],
    ['\x1b(0box\x1b(B', 'box'],
    ['\x1b]52;c;open\nnext line', '\nnext line'],
    ['\x1b\x1b[31m[31mx', '[31mx'],
    ['a\x00b', 'ab'],
    ['end\x1b', 'end'],
    ['naïve 日本 👨‍👩‍👧 \t\r\n', 'naïve 日本 👨‍👩‍👧 \t\r\n'],
  ])('%j', (text, clean) => {
    expect(stripEscapes(text)).toBe(clean);
  });
});

test('a terminal gets no control, bidirectional, zero-width or tag character', () => {
  expect(cleanForTerminal('a\u202eb\u200bc\u{e0041}d\re\bf\r\ng\u2066h\u2028i')).toBe('abcdef\nghi');
});

test('whatever the text: nothing is left that a terminal would obey, and cleaning twice changes nothing', () => {
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom('\x1b', '[', ']', '31m', '\x07', '\x9b', '\x9c', 'P', '\\', '\n', '\r', '\x00', '\u202e', '\u{e0001}'),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (raw) => {
      const clean = cleanForTerminal(raw);
      expect(clean).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]/);
      expect(cleanForTerminal(clean)).toBe(clean);
      expect(stripEscapes(raw)).not.toMatch(/[\x00\x1b\x9b]/);
    }),
  );
});

test('an approval shows what cannot be seen', () => {
  expect(makeVisible('rm\u200b \x1b[2K\u202e\u{e0041}\u200d\n\t')).toBe('rm\\u200b \\x1b[2K\\u202e\\u{e0041}\\u200d\n\t');
});
