import { describe, expect, test } from 'vitest';
import { matchRule, parseRule, quoteForRule, RULE_EXAMPLES, type RuleSubject } from '../../src/security/rules.js';

const bash = (...argv: Array<string | undefined>): RuleSubject => ({ kind: 'bash', argv });

test.each(RULE_EXAMPLES)('the example %s is a rule', (text) => {
  expect(parseRule(text).text).toBe(text);
});

test.each(['', 'bash(', 'bash()', 'foo(x)', 'git log *', 'mcp(/x)', 'fetch(ftp://x)', 'bash(a "b)'])('%j is none, and the error has examples', (text) => {
  expect(() => parseRule(text)).toThrow(/Examples: bash/);
});

describe('what matches', () => {
  test.each<[string, RuleSubject, boolean]>([
    ['bash(git log *)', bash('git', 'log'), true],
    ['bash(git log *)', bash('git', 'log', '--oneline', '-5'), true],
    ['bash(git log *)', bash('git', 'push'), false],
    ['bash(git log)', bash('git', 'log', '-5'), false],
    ['bash(git *)', bash('gitx', 'log'), false],
    ['bash(*)', bash('rm', 'x'), true],
    ['bash', bash('rm'), true],
    ['bash(npm run test:*)', bash('npm', 'run', 'test:unit'), true],
    ['bash(npm test *)', bash('npm', 'test', undefined), true],
    ['bash(npm test)', bash('npm', undefined), false],
    ["bash(echo 'a b' *)", bash('echo', 'a b'), true],
    ["bash(echo 'a b')", bash('echo', 'a', 'b'), false],
    ['bash(echo a *)', bash('echo', 'a *'), false],
    ['edit(src/**)', { kind: 'edit', paths: ['src/a/b.ts'] }, true],
    ['edit(src/*)', { kind: 'edit', paths: ['src/a/b.ts'] }, false],
    ['write(**/*.md)', { kind: 'edit', paths: ['a.md'] }, true],
    ['edit(src/)', { kind: 'edit', paths: ['src/a.ts'] }, true],
    ['read(src/**)', { kind: 'edit', paths: ['src/a.ts'] }, false],
    ['fetch(https://example.org/*)', { kind: 'fetch', url: 'https://example.org/a/b?c' }, true],
    ['fetch(https://example.org/*)', { kind: 'fetch', url: 'https://example.org.evil.com/' }, false],
    ['fetch(*)', { kind: 'fetch', url: 'http://x.y/' }, true],
    ['mcp(kit/*)', { kind: 'mcp', target: 'kit/echo' }, true],
    ['mcp(kit)', { kind: 'mcp', target: 'kit/echo' }, true],
    ['mcp(kit/echo)', { kind: 'mcp', target: 'kit/echo2' }, false],
    ['mcp(*)', { kind: 'mcp', target: 'a/b' }, true],
  ])('%s', (rule, subject, expected) => {
    expect(matchRule(parseRule(rule), subject, false) === 'yes').toBe(expected);
  });
  test('a deny rule is not sure of words that are not known', () => {
    const rule = parseRule('bash(git push *)');
    expect([
      matchRule(rule, bash('git', undefined), true),
      matchRule(rule, bash('git', undefined, 'x'), true),
      matchRule(rule, bash('ls', undefined), true),
    ]).toEqual(['maybe', 'maybe', 'no']);
  });
  test.each<[string, RuleSubject, boolean, string]>([
    ['bash(npm publish*)', bash('npm', 'publish', '--tag', 'x'), true, 'yes'],
    ['bash(npm publish*)', bash('npm', 'publish'), true, 'yes'],
    ['bash(npm publish*)', bash('npm', 'pack', 'publish'), true, 'no'],
    ['bash(npm publish*)', bash('npm', 'publish', '--tag', 'x'), false, 'no'],
    ["bash(echo 'a*')", bash('echo', 'a*', 'b'), true, 'no'],
    ['bash(echo a\\*)', bash('echo', 'a*', 'b'), true, 'no'],
    ['bash(a* b)', bash('ax', 'b', 'c'), true, 'no'],
  ])('a star at the end of a word takes the rest in deny and ask rules only: %s', (rule, subject, strict, expected) => {
    expect(matchRule(parseRule(rule), subject, strict)).toBe(expected);
  });
});

test.each(['a b', "it's", '*', 'a*b', '$(x)', 'plain', '', 'a\\b', '"'])('a quoted word %j is read back as itself', (word) => {
  const rule = parseRule(`bash(x ${quoteForRule(word)})`);
  expect(matchRule(rule, bash('x', word), false)).toBe('yes');
  expect(matchRule(rule, bash('x', `${word}y`), false)).toBe('no');
});
