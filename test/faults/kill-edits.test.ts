import { afterAll, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { killedRun, someMoment } from './support/kill-run.js';
import { createRandom, ROUNDS, SEED } from './support/rounds.js';
import { soundSessions, treeOf } from './support/state-check.js';

const world = createWorld();
afterAll(() => world.end());

/** Large enough that writing takes a moment, and every line says which version it belongs to. */
function content(name: string, version: string): string {
  return `${`${name} ${version}\n`.repeat(4000)}mark: ${version}\n`;
}

const BASELINE = Object.fromEntries(['a.txt', 'b.txt', 'src/c.txt', 'src/d.txt'].map((name) => [name, content(name, 'old')]));
const WHOLE = { ...BASELINE, 'src/': '' };

it(`killed while it edits: no file is half written, undo brings everything back, the next run starts (seed ${SEED})`, async () => {
  const random = createRandom(SEED);
  world.files(BASELINE);
  const turns = (round: number) => [
    {
      calls: [
        { name: 'write', args: { path: 'a.txt', content: content('a.txt', `new ${round}`) } },
        { name: 'edit', args: { path: 'b.txt', edits: [{ old_text: 'mark: old', new_text: `mark: new ${round}` }] } },
      ],
    },
    { calls: [{ name: 'write', args: { path: `deep/er/${round}.txt`, content: content('made', `new ${round}`) } }] },
    {
      calls: [
        { name: 'file_ops', args: { action: 'move', path: 'src/c.txt', to: 'moved/c.txt' } },
        { name: 'file_ops', args: { action: 'delete', path: 'src/d.txt' } },
      ],
    },
    'Done.',
  ];
  const legal = (round: number): Record<string, string[]> => ({
    'a.txt': [BASELINE['a.txt'] ?? '', content('a.txt', `new ${round}`)],
    'b.txt': [BASELINE['b.txt'] ?? '', (BASELINE['b.txt'] ?? '').replace('mark: old', `mark: new ${round}`)],
    'src/c.txt': [BASELINE['src/c.txt'] ?? ''],
    'moved/c.txt': [BASELINE['src/c.txt'] ?? ''],
    'src/d.txt': [BASELINE['src/d.txt'] ?? ''],
    [`deep/er/${round}.txt`]: [content('made', `new ${round}`)],
  });
  let script: unknown[] = [];
  await world.serve({ rest: () => (script.shift() as string | undefined) ?? 'Done.' });
  let changed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    script = turns(round);
    const moment = someMoment(random, 900, 4);
    const where = `round ${round}, seed ${SEED}, killed at ${JSON.stringify(moment)}`;
    await killedRun(world, ['-p', 'change them', '--permission-mode', 'full'], moment);

    const allowed = legal(round);
    const now = treeOf(world.project);
    for (const [path, text] of Object.entries(now).filter(([name]) => !name.endsWith('/')))
      expect(allowed[path]?.includes(text), `${path}, ${text.length} characters, ${where}`).toBe(true);
    soundSessions(world);

    const list = (await world.ocode(['undo', '--list', '--json'])).stdout;
    const undone = await world.ocode(['undo', '--all', '--json']);
    expect([undone.code, undone.stderr], where).toEqual(JSON.parse(list).length > 0 ? [0, ''] : [2, expect.stringContaining('nothing to undo')]);
    expect(Object.keys(treeOf(world.project)).sort(), where).toEqual(Object.keys(WHOLE).sort());
    expect(treeOf(world.project), where).toEqual(WHOLE);
    if (JSON.parse(list).length > 0) changed++;

    script = [];
    const next = await world.ask('and now?');
    expect([next.code, next.json().result], where).toEqual([0, 'Done.']);
  }
  if (ROUNDS >= 20) expect(changed).toBeGreaterThan(0);
}, 1_200_000);
