import { afterAll, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { killedRun, someMoment } from './support/kill-run.js';
import { createRandom, ROUNDS, SEED } from './support/rounds.js';
import { soundSessions } from './support/state-check.js';

const world = createWorld();
afterAll(() => world.end());

/** Tool rounds of one question. */
const READS = 4;

it(`killed while it saves: every finished turn is in the session, whole, and -c goes on from there (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  world.files({ 'long.txt': 'a line of the file\n'.repeat(3000) });
  let left = 0;
  const server = await world.serve({
    // Other arguments in every call: the same call again and again would be taken for a loop.
    rest: () => (left-- > 0 ? { text: `Part ${left}.`, calls: [{ name: 'read', args: { path: 'long.txt', start_line: 1 + random.below(2000) } }] } : 'Done.'),
  });
  const first = await world.ask('begin');
  const id = String(first.json().session_id);
  for (let round = 0; round < ROUNDS; round++) {
    const before = soundSessions(world).get(id);
    const asked = server.chats.length;
    left = READS;
    const moment = someMoment(random, 700, READS + 1);
    const where = `round ${round}, seed ${SEED}, killed at ${JSON.stringify(moment)}`;
    await killedRun(world, ['-c', '-p', `question ${round}`], moment);

    const after = soundSessions(world).get(id);
    expect(after?.messages.slice(0, before?.messages.length), where).toEqual(before?.messages);
    const added = after?.messages.slice(before?.messages.length) ?? [];
    const requests = server.chats.length - asked;
    // The question was saved before the first request, each turn before the one that follows it.
    if (requests > 0) expect(added[0], where).toMatchObject({ role: 'user', text: expect.stringContaining(`question ${round}`) });
    expect(added.filter(({ role }) => role === 'assistant').length, where).toBeGreaterThanOrEqual(Math.max(0, requests - 1));

    left = 0;
    const next = await world.ask('and now?', ['-c']);
    expect([next.code, next.json().session_id, next.json().result], where).toEqual([0, id, 'Done.']);
  }
}, 1_200_000);
