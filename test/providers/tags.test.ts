import { describe, expect, it } from 'vitest';
import { readTags } from '../../src/providers/ollama/tags.js';

describe('the list of models', () => {
  it.each<[string, unknown, unknown]>([
    ['a whole entry', { models: [{ name: 'a', size: 1, modified_at: 'm', digest: 'd', remote_host: 'r', other: 1 }] }, [['a', 1, 'm', 'd', 'r']]],
    ['a bare entry', { models: [{ name: 'a', size: '1', digest: null }] }, [['a', 0, '', '', '']]],
    ['no models', { models: null }, []],
    ['an older server', {}, []],
    ['an entry without a name', { models: [{ model: 'a' }] }, undefined],
    ['a list that is none', { models: 'a' }, undefined],
    ['no object', [1], undefined],
  ])('%s', (_, value, expected) => {
    expect(readTags(value)?.map(({ name, size, modified_at, digest, remote_host }) => [name, size, modified_at, digest, remote_host])).toEqual(expected);
  });
});
