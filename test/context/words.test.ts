import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../src/context/words/bytes.js';
import { kindOfPath } from '../../src/context/words/path-kind.js';
import { stem } from '../../src/context/words/stem.js';
import { stemsOf, termsOf, wholeTerm } from '../../src/context/words/words.js';

describe('stem', () => {
  it.each([
    ['parsing', 'pars'],
    ['parses', 'pars'],
    ['parsed', 'pars'],
    ['taxes', 'tax'],
    ['computed', 'comput'],
    ['compute', 'comput'],
    ['settings', 'set'],
    ['queries', 'queri'],
    ['query', 'queri'],
    ['hopping', 'hop'],
    ['relational', 'relat'],
    ['caresses', 'caress'],
    ['agreed', 'agre'],
    ['sky', 'sky'],
    ['größe', 'größe'],
  ])('%s -> %s', (word, expected) => expect(stem(word)).toBe(expected));
});

describe('words', () => {
  it.each(['loadUserSettings', 'load_user_settings', 'LOAD_USER_SETTINGS', 'LoadUserSettings'])('%s has the same terms', (name) => {
    expect(termsOf(name)).toEqual({ stems: ['load', 'user', 'set'], whole: '=loadusersettings' });
  });
  it('splits runs of capitals before a word', () => expect(termsOf('HTTPServer').stems).toEqual(['http', 'server']));
  it('marks exact names', () => expect(wholeTerm('rate-limiter')).toBe('=ratelimiter'));
  it('keeps words of other scripts', () => expect(stemsOf('größe конфиг')).toEqual(['größe', 'конфиг']));
});

describe('bytes', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (numbers) => {
        const writer = new ByteWriter(1);
        for (const number of numbers) writer.number(number);
        const reader = new ByteReader(writer.view());
        const back: number[] = [];
        while (reader.more) back.push(reader.number());
        expect(back).toEqual(numbers);
      }),
    );
  });
});

describe('kindOfPath', () => {
  it.each([
    ['src/parser.ts', 'source'],
    ['src/parser.test.ts', 'test'],
    ['tests/parser.py', 'test'],
    ['src/test/java/FooTest.java', 'test'],
    ['README.md', 'doc'],
    ['examples/demo.py', 'doc'],
    ['package.json', 'config'],
    ['vendor/lib.go', 'generated'],
  ] as const)('%s is %s', (path, kind) => expect(kindOfPath(path)[kind]).toBe(true));
  it('a source is nothing else', () =>
    expect(kindOfPath('src/contest/latest.ts')).toEqual({ source: true, test: false, doc: false, config: false, generated: false }));
});
