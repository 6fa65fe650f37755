import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkValue, hasKey, writeKey } from '../../src/config/write.js';
import { project } from '../support/project.js';

const file = (text: string): string => join(project({ 'settings.json': text }), 'settings.json');

describe('one key of a file', () => {
  it.each([
    ['{\n  // mine\n  "model": "a", // why\n  "top_p": 1\n}\n', 'model', 'b', '{\n  // mine\n  "model": "b", // why\n  "top_p": 1\n}\n'],
    ['{\n  "top_p": 1\n}', 'limits.timeout', 5, '{\n  "top_p": 1,\n  "limits": {\n    "timeout": 5\n  }\n}\n'],
    ['{\n  "top_p": 1,\n  "model": "a",\n}\n', 'model', undefined, '{\n  "top_p": 1,\n}\n'],
  ])('%j, %s = %j: the rest stays', async (before, key, value, after) => {
    const path = file(before);
    await writeKey(path, key, value);
    expect(readFileSync(path, 'utf8')).toBe(after);
  });

  it.each(['{"model": ', '{"a": 1} }', '<xml/>'])('%j is left as it is', async (broken) => {
    const path = file(broken);
    await expect(writeKey(path, 'model', 'x')).rejects.toMatchObject({ code: 'config' });
    expect(readFileSync(path, 'utf8')).toBe(broken);
  });

  it('is known to be there, or not', () => {
    const path = file('{"permissions": {"mode": "plan"}, "model": null}');
    expect(['permissions.mode', 'permissions', 'model', 'mode', 'permissions.rules'].map((key) => hasKey(path, key))).toEqual([true, true, true, false, false]);
    expect(hasKey(join(path, '..', 'nothing.json'), 'model')).toBe(false);
  });
});

it.each([
  ['max_tokens', 'many', /a whole number, above 0$/],
  ['context_window', '100', /at least 512$/],
  ['temperature', '9', /a number, at least 0, at most 2$/],
  ['permissions.mode', 'yolo', /one of plan, default, auto-edit, full$/],
  ['tool_timeout', '-1', /above 0 \(seconds\)$/],
  ['limits', '3', /an object$/],
])('%s = %s: says what is allowed', (key, text, words) => {
  expect(() => checkValue(key, text)).toThrow(words);
});

it.each([
  ['permissions.modes', 'permissions.mode'],
  ['timeout', 'limits.timeout'],
  ['modle', 'model'],
  ['allow_shell_exec', 'permissions.allow_shell_exec'],
])('there is no %s, but %s', (key, near) => {
  expect(() => checkValue(key, 'x')).toThrow(`did you mean "${near}"?`);
});

it.each([
  ['ignore_patterns', 'dist, build', ['dist', 'build']],
  ['ignore_patterns', '["a,b"]', ['a,b']],
  ['model', '7', '7'],
  ['model', 'true', 'true'],
  ['verbose', '1', true],
  ['allow_cloud_models', 'off', false],
  ['providers.mine.base_url', 'http://a', 'http://a'],
])('%s = %s is %j', (key, text, value) => {
  expect(checkValue(key, text)).toEqual(value);
});
