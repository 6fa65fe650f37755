import { expect, it } from 'vitest';
import { OCodeError } from '../../src/contract/error.js';
import { patiently, pauseAfter } from '../../src/engine/patience.js';

const busy = new OCodeError('server_error', 'busy', { retryable: true });
const refused = new OCodeError('model_unreachable', 'nobody', { retryable: true, details: { refused: true } });

it.each([
  ['a busy server gets four tries more', busy, [200, 500, 1000, 2000, undefined]],
  ['a missing one two', refused, [150, 350, undefined]],
  ['what cannot get better none', new OCodeError('unauthorized', 'no'), [undefined]],
  ['a bug none', new Error('bug'), [undefined]],
  [
    'what the server asks for counts, within reason',
    new OCodeError('server_error', 'busy', { retryable: true, details: { retryAfterMs: 3_000_000 } }),
    [15_000, 15_000],
  ],
])('%s', (_, error, pauses) => {
  expect(pauses.map((_pause, tries) => pauseAfter(error, tries)?.ms)).toEqual(pauses);
});

it('asks again until there is an answer', async () => {
  const errors = [refused, refused];
  const work = async (): Promise<string> => {
    const error = errors.pop();
    if (error) throw error;
    return 'here';
  };
  await expect(patiently(work, new AbortController().signal)).resolves.toBe('here');
  expect(errors).toEqual([]);
});

it('ends with the last error, and at once when it is stopped', async () => {
  let tries = 0;
  const work = async (): Promise<never> => {
    tries++;
    throw refused;
  };
  await expect(patiently(work, new AbortController().signal)).rejects.toBe(refused);
  expect(tries).toBe(3);
  const stop = new AbortController();
  const stopped = patiently(work, stop.signal);
  stop.abort(new OCodeError('interrupted', 'stop'));
  await expect(stopped).rejects.toMatchObject({ message: expect.stringMatching(/stop|nobody/) });
  expect(tries).toBe(4);
});
