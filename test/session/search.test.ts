import { expect, it } from 'vitest';
import type { Session } from '../../src/contract/session.js';
import { searchSession } from '../../src/session/search.js';

const session = {
  title: 'the cache',
  messages: [
    { role: 'system', text: 'cache everywhere' },
    { role: 'user', text: 'facts with cache\n\nwhy does it miss?', question: 'why does it miss?' },
    { role: 'assistant', text: 'The Cache Key holds a time.', calls: [{ id: '1', name: 'grep', args: { pattern: 'cacheKey' } }] },
    { role: 'tool', callId: '1', name: 'grep', ok: true, text: `${'x '.repeat(60)}cache of keys${' y'.repeat(60)}` },
    { role: 'user', auto: true, text: 'go on with the cache' },
  ],
} as unknown as Session;

it.each([
  [
    'all words, in any order and case',
    'key CACHE',
    ['The Cache Key holds a time.', 'grep {"pattern":"cacheKey"}', expect.stringMatching(/^x .*cache of keys.* y/)],
  ],
  ['not only one of them', 'cache elephant', []],
  ['titles too; not what ocode put around a question or says by itself', 'cache', [expect.anything(), expect.anything(), expect.anything(), expect.anything()]],
  ['the question of the person', 'MISS', ['why does it miss?']],
  ['nothing for no words', '  ', []],
])('%s', (_, words, places) => {
  expect(searchSession(session, words)).toEqual(places);
});

it('a place is short', () => {
  for (const place of searchSession(session, 'keys')) expect(place.length).toBeLessThanOrEqual(101);
});
