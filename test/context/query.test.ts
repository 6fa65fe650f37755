import { expect, it } from 'vitest';
import { parseQuery } from '../../src/context/score/query.js';

it.each([
  ['look at src/a.ts and README.md', ['src/a.ts', 'README.md']],
  ['in (lib/deep/x.test.js:12), please', ['lib/deep/x.test.js']],
  ['the folder src/modes/', ['src/modes']],
  ['e.g. nothing here', []],
])('mentions in %j', (query, mentions) => {
  expect(parseQuery(query).mentions.filter((each) => each !== 'e.g')).toEqual(mentions);
});

it('long runs without a blank are data: they take no time, and hide no mention beside them', () => {
  // Looked through as mentions, each of these takes minutes.
  for (const run of ['a', 'a/', 'a.', 'a1@', '../', 'A-b_']) {
    const data = run.repeat(Math.ceil(100_000 / run.length));
    expect(parseQuery(`see src/a.ts\n${data}\nand b.py\n${data.repeat(20)}`).mentions).toEqual(['src/a.ts', 'b.py']);
    expect(parseQuery(`x ${run.repeat(100)} y`).mentions.length).toBeLessThanOrEqual(1);
  }
});

it.each([
  ['fix the parser', 'fix', 'parser'],
  ['Improve caching', 'improv', 'cach'],
  ['find the file with retries', 'file', 'retri'],
])('%j: what a wish is made of counts less than what it is about', (query, light, subject) => {
  const { stems } = parseQuery(query);
  expect(stems.get(subject)).toBe(1);
  expect(stems.get(light)).toBeLessThan(0.5);
});

it.each([
  ['Fix NullPointerException in Only.verify', 'onli', 'Only'],
  ['what does `only` do', 'onli', 'only'],
  ['`fix` is slow', 'fix', 'fix'],
])('%j: a common word written as code is a name', (query, stem, identifier) => {
  const { stems, identifiers } = parseQuery(query);
  expect(stems.get(stem)).toBe(1);
  expect(identifiers).toContain(identifier);
});

it.each(['It must only verify.', 'Stop. Only then verify', 'only...'])('%j: the end of a sentence is no code', (query) => {
  expect(parseQuery(query).stems.has('onli')).toBe(false);
  expect(parseQuery(query).identifiers).toEqual([]);
});

it.each([
  ['Reject empty names of headers', 'reject', 'empti'],
  ['feat(router): reject empty names at once', 'reject', 'empti'],
  ['router: reject empty names at once', 'reject', 'empti'],
])('%j: the opening word says what is to be done and counts half', (query, opening, subject) => {
  const { stems } = parseQuery(query);
  expect(stems.get(opening)).toBe(0.5);
  expect(stems.get(subject)).toBe(1);
});

it('a few words are no sentence: all are looked for', () => {
  expect([...parseQuery('retry rate limiter').stems.values()]).toEqual([1, 1, 1]);
});

it('a word after in, for, of or on says where, and counts more', () => {
  const { stems } = parseQuery('wrong colours in the `router` and for proxies, written within caches');
  expect(stems.get('proxi')).toBeGreaterThan(stems.get('colour') ?? 0);
  expect(stems.get('cach')).toBe(1);
});

it('the opening word written as code is no verb', () => {
  expect(parseQuery('`reject` loses names at times').stems.get('reject')).toBe(1);
  expect(parseQuery('rejectAll loses names at times').stems.get('reject')).toBe(1);
});
