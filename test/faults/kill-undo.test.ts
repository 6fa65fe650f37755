import { afterAll, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { killedRun } from './support/kill-run.js';
import { createRandom, ROUNDS, SEED } from './support/rounds.js';
import { treeOf } from './support/state-check.js';

const world = createWorld();
afterAll(() => world.end());

const BASELINE = { 'a.txt': `${'old line\n'.repeat(20_000)}mark: 0\n`, 'src/b.txt': 'to be moved\n', 'src/c.txt': 'to be deleted\n' };

it(`killed while it takes changes back: a second undo brings the rest back, and nothing is in its way (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  world.files(BASELINE);
  const mark = (from: number) => ({ name: 'edit', args: { path: 'a.txt', edits: [{ old_text: `mark: ${from}`, new_text: `mark: ${from + 1}` }] } });
  let script: unknown[] = [];
  await world.serve({ rest: () => (script.shift() as string | undefined) ?? 'Done.' });
  for (let round = 0; round < ROUNDS; round++) {
    script = [
      { calls: [mark(0), mark(1), { name: 'write', args: { path: `made/${round}/new.txt`, content: 'new\n' } }] },
      {
        calls: [
          { name: 'file_ops', args: { action: 'move', path: 'src', to: 'moved' } },
          mark(2),
          { name: 'file_ops', args: { action: 'delete', path: 'moved/c.txt' } },
        ],
      },
    ];
    const changed = await world.ask('change them', ['--permission-mode', 'full']);
    expect(changed.code).toBe(0);
    expect(world.read('a.txt')).toContain('mark: 3');

    const moment = { afterStart: 60 + random.next() * 250 };
    const where = `round ${round}, seed ${SEED}, killed at ${JSON.stringify(moment)}`;
    await killedRun(world, ['undo', '--all'], moment);
    const list = JSON.parse((await world.ocode(['undo', '--list', '--json'])).stdout) as unknown[];
    const rest = await world.ocode(['undo', '--all']);
    expect([rest.code, rest.stderr], where).toEqual(list.length > 0 ? [0, ''] : [2, expect.stringContaining('nothing to undo')]);
    expect(treeOf(world.project), where).toEqual({ ...BASELINE, 'src/': '' });
  }
}, 1_200_000);
