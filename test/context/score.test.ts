import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voteOfCommits } from '../../src/context/score/alike-commits.js';
import { bestSymbols } from '../../src/context/score/best-symbols.js';
import { standingOut } from '../../src/context/score/candidates.js';
import { literalsOf, scopeOf, wishesOf } from '../../src/context/score/hints.js';
import { type History, scoreHistory, wordsOfCommits } from '../../src/context/score/history.js';
import { demotion, kindFeatures } from '../../src/context/score/kind-fit.js';
import { type FileLines, fitLines } from '../../src/context/score/line-fit.js';
import { findNamed } from '../../src/context/score/named-files.js';
import { PART_FEATURES, type PartValues, scoreParts } from '../../src/context/score/parts.js';
import { fitPaths } from '../../src/context/score/path-fit.js';
import { nameWords } from '../../src/context/score/path-words.js';
import { parseQuery } from '../../src/context/score/query.js';
import type { Ranked } from '../../src/context/score/rank.js';
import type { RankFile } from '../../src/context/score/rank-file.js';
import { kindOfPath } from '../../src/context/words/path-kind.js';
import { stemsOf } from '../../src/context/words/words.js';
import type { CodeSymbol } from '../../src/contract/context.js';

describe('what a query says besides its words', () => {
  it.each([
    ['write unit tests for the parser', 1],
    ['why do the tests of the router fail', 1],
    ['failing test in the cache', 1],
    ['what does parser.test.ts check', 1],
    ['test if a file is already tracked', 0.5],
    ['the build and test scripts break on Windows', 0.5],
    ['how is the latest version found', 0],
    ['resolve fixtures of a parent class', 0.5],
    ['follow the spec for cookies', 0.5],
    ['the cookie jar\n\nseen in test_jar', 0.5],
    ['why does test_jar fail\n\nit does', 1],
  ])('tests wished: %s -> %d', (query, expected) => {
    expect(wishesOf(query, query.split('\n')[0] ?? '', new Set(stemsOf(query))).tests).toBe(expected);
  });
  it.each([
    ['update the readme', 'docs', 1],
    ['document the cache', 'docs', 0.5],
    ['fix the CI workflow', 'config', 1],
    ['load the config of a user', 'config', 0.5],
    ['parse the header', 'config', 0],
  ] as const)('%s: %s %d', (query, wish, expected) => {
    expect(wishesOf(query, query, new Set(stemsOf(query)))[wish]).toBe(expected);
  });
  it('quoted texts in every usual quote, and no apostrophes', () => {
    expect(literalsOf("`parse_args` says \"unknown option\" or 'bad value', but it doesn't stop and isn't “so strict”")).toEqual([
      stemsOf('parse_args'),
      stemsOf('unknown option'),
      stemsOf('bad value'),
      stemsOf('so strict'),
    ]);
    expect(literalsOf(`"${'x'.repeat(500)}"`)).toEqual([]);
  });
  it.each([
    ['fix(router): slashes', ['router']],
    ['feat(jsx/dom)!: events', ['jsx', 'dom']],
    ['ignore/types: add a type', stemsOf('ignore types')],
    ['fix: a bug', []],
    ['no scope here', []],
  ])('scope of %s', (title, expected) => {
    expect([...scopeOf(title)]).toEqual(expected);
  });
  it('title, pairs and joined names', () => {
    const query = parseQuery('retry the rate limiter\n\nIt should keep maxRetries.');
    expect([...query.title.keys()]).toEqual(stemsOf('retry rate limiter'));
    expect(query.pairs).toEqual([stemsOf('rate limiter'), stemsOf('keep max'), stemsOf('max retries')]);
    expect(query.names.get('=ratelimiter')).toBe(1.5);
    expect(query.identifiers).toEqual(['maxRetries']);
  });
});

describe('kinds of files', () => {
  const none = { tests: 0, docs: 0, config: 0 };
  it('a test counts against itself unless it is wished', () => {
    const kind = kindOfPath('test/a.test.ts');
    expect([0, 0.5, 1].map((tests) => kindFeatures(kind, { ...none, tests }).isTest)).toEqual([1, 0.5, 0]);
    const left = [0, 0.5, 1].map((tests) => demotion(kind, { ...none, tests }));
    expect([...left].sort((a, b) => a - b)).toEqual(left);
    expect(demotion(kindOfPath('src/a.ts'), none)).toBe(1);
  });
});

describe('words on lines', () => {
  const lines = (where: Record<string, number[]>): FileLines => ({ has: (term) => term in where, of: (term) => where[term] ?? [] });
  const even = (query: ReturnType<typeof parseQuery>): Map<string, number> => new Map([...query.stems.keys()].map((stem) => [stem, 1]));
  it('words that stand together count more than words far apart', () => {
    const query = parseQuery('cache hash limit');
    const near = fitLines(query, even(query), lines({ cach: [10], hash: [12], limit: [15] }));
    const far = fitLines(query, even(query), lines({ cach: [10], hash: [80], limit: [300] }));
    expect(near.window).toBeCloseTo(3 / 1.6);
    expect(far.window).toBeCloseTo(1 / 1.6);
  });
  it('neighbouring words on one line', () => {
    const query = parseQuery('hash limit');
    expect(fitLines(query, even(query), lines({ hash: [1, 7], limit: [3, 7] })).phrases).toBe(1);
    expect(fitLines(query, even(query), lines({ hash: [1, 8], limit: [3, 7] })).phrases).toBe(0);
  });
  it('a quoted text needs all its words on one line', () => {
    const query = parseQuery('who prints "hash limit"?');
    expect(fitLines(query, even(query), lines({ hash: [1, 7], limit: [7] })).literals).toEqual([0]);
    expect(fitLines(query, even(query), lines({ hash: [1, 8], limit: [7] })).literals).toEqual([]);
    expect(fitLines(query, even(query), lines({ hash: [7] })).literals).toEqual([]);
  });
  it('a window never counts more than all, nor less than the best word', () => {
    const someLines = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 }).map((list) => [...new Set(list)].sort((a, b) => a - b));
    fc.assert(
      fc.property(someLines, someLines, someLines, (a, b, c) => {
        const query = parseQuery('cache hash limit');
        const { window } = fitLines(query, even(query), lines({ cach: a, hash: b, limit: c }));
        const most = (list: number[]): number => list.length / (list.length + 0.6);
        expect(window).toBeLessThanOrEqual(most(a) + most(b) + most(c) + 1e-9);
        expect(window).toBeGreaterThanOrEqual((a.length + b.length + c.length > 0 ? 1 / 1.6 : 0) - 1e-9);
      }),
    );
  });
});

describe('names of files', () => {
  const files = ['src/parser.ts', 'src/http/server.ts', 'test/parser.test.ts', 'src/a/index.ts', 'src/b/index.ts', 'tools/gen.py'].map((path): RankFile => {
    const lengths = { body: 10, names: 1, comments: 0, path: 3, base: stemsOf(path.slice(path.lastIndexOf('/') + 1)).length };
    return { path, kind: kindOfPath(path), lengths, imports: [] };
  });
  const fitOf = (query: string) => fitPaths(parseQuery(query), files);
  it('share of the names of file and folder that the query has, the first line most', () => {
    const { baseShare, folderShare } = fitOf('the http server\n\nmay need a parser');
    expect([0, 1, 3].map(baseShare)).toEqual([0.5, 1, 0]);
    expect([0, 1, 3].map(folderShare)).toEqual([0, 1, 0]);
    const long = fitPaths(parseQuery('switch to tabs'), [{ ...(files[0] as RankFile), path: 'a/SwitchHandler.java' }]);
    expect(long.baseShare(0)).toBe(0.5);
    expect(fitPaths(parseQuery('x'), [{ ...(files[0] as RankFile), path: '.env' }]).folderShare(0)).toBe(0);
  });
  it('the whole base name, the scope, the language', () => {
    expect([0, 1].map(fitOf('the `parser` breaks').exactBase)).toEqual([1, 0]);
    expect([0, 1].map(fitOf('fix(http): a leak').scope)).toEqual([0, 1]);
    expect([0, 5].map(fitOf('x').language)).toEqual([0.8, 0.2]);
  });
  it.each([
    [['src/parser.ts'], [0]],
    [['parser.ts'], [0]],
    [['index.ts'], [3, 4]],
    [['b/index.ts'], [4]],
    [['parser.test.ts'], [2]],
    [['missing.ts'], []],
  ])('%j names %j', (mentions, expected) => {
    expect([...findNamed(mentions, files)]).toEqual(expected);
  });
  it('a test that ends like the name is not meant', () => {
    expect([...findNamed(['cases/app.js'], [{ ...files[0]!, path: 'test/cases/app.js', kind: kindOfPath('test/cases/app.js') }])]).toEqual([]);
  });
});

describe('votes of commits like the query', () => {
  it('the likest counts most, a wide commit less, a file that is gone not at all', () => {
    const { votes, likeness } = voteOfCommits(
      [
        { likeness: 1, files: [1] },
        { likeness: 2, files: [0] },
        { likeness: 2, files: [2, 3, undefined, undefined] },
      ],
      5,
    );
    expect([...votes]).toEqual([1, 0.25, 0.5, 0.5, 0]);
    expect([...likeness]).toEqual([2, 1, 2, 2, 0]);
  });
  it('only the best have a vote', () => {
    const commits = Array.from({ length: 60 }, (_, index) => ({ likeness: 60 - index, files: [index] }));
    const { votes, likeness } = voteOfCommits(commits, 60);
    expect([votes, likeness].map((list) => list.filter((value) => value > 0).length)).toEqual([10, 30]);
    expect([...voteOfCommits([], 2).votes]).toEqual([0, 0]);
  });
});

it('standing out: nothing where all are alike, more the fewer are so good', () => {
  const pool = [0, 1, 2, 3];
  expect(pool.map(standingOut(() => 5, pool))).toEqual([0, 0, 0, 0]);
  const alone = standingOut((file) => (file === 0 ? 1 : 0), pool);
  const among = standingOut((file) => (file < 2 ? 1 : 0), pool);
  expect(alone(0)).toBeGreaterThan(among(0));
  expect(alone(1)).toBeLessThan(0);
});

describe('past commits', () => {
  const history: History = {
    paths: ['cache.ts', 'router.ts', 'gone.ts'],
    names: nameWords(['cache.ts', 'router.ts', 'gone.ts']),
    commits: [
      { files: [0], stems: stemsOf('cache entries expire too early') },
      { files: [1], stems: stemsOf('router keeps trailing slashes') },
      { files: [0, 1, 2], stems: stemsOf('rename options') },
    ],
  };
  const score = (query: string) => scoreHistory(history, [0, 1, undefined], wordsOfCommits(history, parseQuery(query).stems), 2);
  it('messages that fit point to the files they touched', () => {
    const { messages, bestMessage } = score('entries expire');
    expect(messages[0]).toBeGreaterThan(messages[1] ?? 0);
    expect(bestMessage[0]).toBeGreaterThan(0);
    expect(bestMessage[1]).toBe(0);
  });
  it('activity does not look at the words; nothing is not a number', () => {
    const { activity, messages } = score('something else entirely');
    expect(activity[0]).toBeGreaterThan(activity[1] ?? 0);
    expect([...messages]).toEqual([0, 0]);
    const empty = scoreHistory({ paths: [], names: nameWords([]), commits: [] }, [], { terms: new Map([['x', 1]]), found: [] }, 2);
    expect([...empty.messages, ...empty.bestMessage, ...empty.activity]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('symbols', () => {
  const symbol = (name: string, kind: CodeSymbol['kind'], line: number, end_line: number, parent?: string): CodeSymbol => ({
    ...{ name, kind, line, end_line, signature: name, exported: true },
    ...(parent ? { parent } : {}),
  });
  const noName = () => ({ worth: 0, share: 0, exact: 0 });
  it('the lines that hold the words come first; a named symbol before one that only mentions the name', () => {
    const symbols = [symbol('a', 'function', 1, 10), symbol('b', 'function', 11, 20), symbol('c', 'function', 21, 30)];
    const terms = [{ worth: 2, titleWorth: 2, lines: [12, 14] }];
    expect(scoreParts(symbols, terms, 4, noName).map((part) => part.symbol.name)).toEqual(['b']);
    const named = scoreParts(symbols, terms, 4, (name) => (name === 'c' ? { worth: 4, share: 1, exact: 2 } : noName()));
    expect(named.map((part) => part.symbol.name)).toEqual(['c', 'b']);
  });
  it('best symbols: of good files first, no more than fifty', () => {
    const values = Object.fromEntries(PART_FEATURES.map((name) => [name, 0])) as PartValues;
    const entry = (file: number, score: number, names: string[]): Ranked => ({
      ...{ file, score, named: false, values: {} as Ranked['values'], reasons: [] },
      parts: names.map((name) => ({ symbol: symbol(name, 'function', 1, 5), worth: 1, score: 1, values })),
    });
    const list = bestSymbols([entry(0, 9, ['a', 'b']), entry(1, 1, ['c'])], (file) => `${file}.ts`);
    expect(list.map(({ name, path }) => `${path} ${name}`)).toEqual(['0.ts a', '0.ts b', '1.ts c']);
    expect(
      bestSymbols(
        [
          entry(
            0,
            1,
            Array.from({ length: 40 }, (_, index) => `f${index}`),
          ),
          entry(
            1,
            1,
            Array.from({ length: 40 }, (_, index) => `g${index}`),
          ),
        ],
        String,
      ),
    ).toHaveLength(50);
  });
});

describe('long questions', () => {
  it.each([
    ['one word', 'x'.repeat(5_000_000)],
    ['parts of names', 'x.'.repeat(1_000_000)],
    ['numbers with dots', '.1'.repeat(1_000_000)],
    ['folders', 'a/'.repeat(1_000_000)],
    ['quotes', '`"'.repeat(500_000)],
  ])('of %s end, and their beginning counts', (_, text) => {
    const query = parseQuery(`why does \`parseArgs\` in src/args.ts fail?\n${text}`);
    expect(query.identifiers).toContain('parseArgs');
    expect(query.mentions).toContain('src/args.ts');
  });
  it('names begin where a word begins', () => {
    expect(parseQuery('see (src/a.ts), ./lib/b.js and .env.local, x=c.py; foo-bar/').mentions).toEqual(['src/a.ts', './lib/b.js', 'env.local', 'c.py']);
  });
});
