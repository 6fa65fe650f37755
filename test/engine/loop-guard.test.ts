import { describe, expect, it } from 'vitest';
import { LoopGuard, repeatsItself } from '../../src/engine/loop-guard.js';

const call = (name: string, args: Record<string, unknown> = {}) => ({ id: 'x', name, args });

describe('LoopGuard', () => {
  it('warns at the third same result and refuses the fifth call', () => {
    const guard = new LoopGuard();
    const verdicts = Array.from({ length: 5 }, () => [guard.before(call('read')), guard.after(call('read'), 'same', false)]);
    expect(verdicts.map(([before]) => before)).toEqual(['fine', 'fine', 'fine', 'fine', 'refuse']);
    expect(verdicts.slice(0, 4).map(([, after]) => after)).toEqual(['fine', 'fine', 'warn', 'warn']);
  });

  it('lets the same call go on while its result changes', () => {
    const guard = new LoopGuard();
    for (let round = 0; round < 20; round++) {
      expect(guard.before(call('test'))).toBe('fine');
      expect(guard.after(call('test'), `result ${round}`, false)).toBe('fine');
    }
  });

  it('counts anew after a change of files', () => {
    const guard = new LoopGuard();
    for (let round = 0; round < 8; round++) {
      expect(guard.before(call('test'))).toBe('fine');
      guard.after(call('test'), 'still failing', false);
      guard.after(call('edit', { round }), 'ok', true);
    }
  });

  it('refuses two calls by turns', () => {
    const guard = new LoopGuard();
    const seen = Array.from({ length: 6 }, (_, index) => {
      const one = call(index % 2 ? 'ls' : 'read');
      const verdict = guard.before(one);
      guard.after(one, 'same', false);
      return verdict;
    });
    expect(seen.at(-1)).toBe('refuse');
  });
});

describe('repeatsItself', () => {
  it.each([
    ['one line over and over', 'I will now check the file.\n'.repeat(40), true],
    ['one word over and over', 'again '.repeat(200), true],
    ['ordinary prose', Array.from({ length: 200 }, (_, index) => `sentence number ${index} is different`).join('. '), false],
    ['a ruler', `title\n${'-'.repeat(2000)}`, false],
    ['a short text', 'no no no no', false],
    ['a table with equal cells', Array.from({ length: 30 }, (_, index) => `| ${index} | yes | no |`).join('\n'), false],
  ])('%s', (_, text, expected) => {
    expect(repeatsItself(text)).toBe(expected);
  });
});
