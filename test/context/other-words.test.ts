import { describe, expect, it } from 'vitest';
import { parseHistory, wordsOfCommits } from '../../src/context/score/history.js';
import { likeness } from '../../src/context/score/like-words.js';
import { fitOtherWords } from '../../src/context/score/other-words.js';
import { pastWords } from '../../src/context/score/past-words.js';
import { parseQuery } from '../../src/context/score/query.js';

describe('words that may mean the same', () => {
  it.each([
    ['dir', 'directori'],
    ['auth', 'authent'],
    ['env', 'environ'],
    ['config', 'configur'],
    ['cmd', 'command'],
    ['ctx', 'context'],
    ['msg', 'messag'],
    ['bind', 'keybind'],
    ['complet', 'complex'],
  ])('%s and %s, in either order', (a, b) => {
    expect(likeness(a, b)).toBeGreaterThan(0);
    expect(likeness(a, b)).toBeLessThan(1);
    expect(likeness(b, a)).toBe(likeness(a, b));
  });
  it.each([
    ['di', 'directori'],
    ['cache', 'route'],
    ['contain', 'context'],
    ['port', 'parser'],
    ['core', 'command'],
    ['ran', 'render'],
    ['dmc', 'command'],
    ['', 'x'],
  ])('%s and %s: no', (a, b) => {
    expect(likeness(a, b)).toBe(0);
  });
  it('the less of the longer word is left, the likelier', () => {
    expect(likeness('config', 'configur')).toBeGreaterThan(likeness('con', 'configur'));
  });
});

/** As git writes it. */
const log = (commits: ReadonlyArray<readonly [message: string, ...paths: string[]]>): string =>
  commits.map(([message, ...paths]) => `\x01${message}\n\x02\n${paths.map((path) => `${path}\0`).join('')}`).join('');

describe('what past commits meant by a word', () => {
  const history = parseHistory(
    log([
      ['login fails behind a proxy', 'src/auth/session.ts'],
      ['login form keeps the password', 'src/auth/form.ts'],
      ['remember the login', 'src/auth/session.ts', 'src/gone.ts'],
      ['login once', 'src/auth/token.ts'],
      ...Array.from({ length: 30 }, (_, index) => [`colours of the chart ${index}`, 'src/chart/colours.ts'] as const),
    ]),
  );
  const files = history.paths.map((path, index) => (path === 'src/gone.ts' ? undefined : index));
  const meantBy = (text: string): Map<string, number> => {
    const query = parseQuery(text);
    return pastWords(history, files, wordsOfCommits(history, query.stems), query);
  };
  it('words of the paths that were changed, more than by chance', () => {
    const meant = meantBy('where is the login checked?');
    expect(meant.get('auth')).toBeGreaterThan(0);
    expect(meant.has('src')).toBe(false);
    expect(meant.has('chart')).toBe(false);
    expect(meant.has('gone')).toBe(false);
  });
  it('not the words that the query has, nor what a single commit says, nor anything for new words', () => {
    expect(meantBy('login of auth').has('auth')).toBe(false);
    expect(meantBy('the password').size).toBe(0);
    expect(meantBy('nothing known here').size).toBe(0);
  });
  it('a path with such words is preferred; without a history none is', () => {
    const query = parseQuery('where is the login checked?');
    const paths = ['src/auth/session.ts', 'src/chart/colours.ts'];
    const fitted = (meant: Map<string, number> | undefined) => fitOtherWords(query, new Map(), meant, (file) => paths[file] ?? '');
    const { pastWords: of } = fitted(meantBy('where is the login checked?'));
    expect(of(0)).toBeGreaterThan(of(1));
    expect(fitted(undefined).pastWords(0)).toBe(0);
  });
});

it('a path with words like those of the query is preferred to one with none; what it has itself does not count again', () => {
  const paths = ['cli/cmd/dir.go', 'cli/page.go', 'command/directory.go'];
  const { likeWords } = fitOtherWords(
    parseQuery('command that lists a directory'),
    new Map(['command', 'list', 'directori'].map((stem) => [stem, 2])),
    undefined,
    (file) => paths[file] ?? '',
  );
  expect(likeWords(0)).toBeGreaterThan(0);
  expect(likeWords(1)).toBe(0);
  expect(likeWords(2)).toBe(0);
});
