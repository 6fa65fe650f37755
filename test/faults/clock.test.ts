import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { soundSessions, stateDir } from './support/state-check.js';

const CLOCK = pathToFileURL(fileURLToPath(new URL('./support/shift-clock.mjs', import.meta.url))).href;
const DAY = 86_400_000;
const world = createWorld();
beforeAll(async () => {
  world.files({ 'src/a.js': 'export function first() {}\n' });
  await world.serve({
    rest: ({ body }) =>
      body.messages.at(-1).role === 'user' ? { calls: [{ name: 'write', args: { path: 'new.txt', content: `${Math.random()}\n` } }] } : 'Done.',
  });
});
afterAll(() => world.end());

/** The environment of a run whose clock is off by so many milliseconds, or jumps each time it is asked. */
const clock = (shift: number | 'jumps'): Record<string, string> => ({ NODE_OPTIONS: `--import ${CLOCK}`, OCODE_TEST_CLOCK: String(shift) });

describe('a clock that jumps', () => {
  it.each([
    ['years ahead', 3000 * DAY],
    ['back to 1970', -Date.now() + DAY],
    ['to and fro while the run lasts', 'jumps'],
  ] as const)('%s: the run works, and so do those with the right time after it', async (_, shift) => {
    const odd = await world.ask('work', ['--permission-mode', 'auto-edit'], { env: clock(shift) });
    expect([odd.code, odd.json().result]).toEqual([0, 'Done.']);
    expect(Number(odd.json().duration_ms)).toBeGreaterThanOrEqual(0);
    soundSessions(world);
    const next = await world.ask('work', ['-r', String(odd.json().session_id), '--permission-mode', 'auto-edit']);
    expect([next.code, next.json().session_id]).toEqual([0, odd.json().session_id]);
    const list = JSON.parse((await world.ocode(['sessions', 'list', '--json'])).stdout) as Array<{ session_id: string }>;
    expect(list[0]?.session_id).toBe(odd.json().session_id);
    // Undo goes by what was done last, whatever the time was.
    const undone = JSON.parse((await world.ocode(['undo', '--json'])).stdout) as Array<{ session_id: string }>;
    expect(undone[0]?.session_id).toBe(odd.json().session_id);
  });

  it('files from the future are indexed as they are, and again when they change', async () => {
    const ahead = (Date.now() + 400 * DAY) / 1000;
    for (const name of ['first', 'second']) {
      world.files({ 'src/a.js': `export function ${name}OfTheFuture() {}\n` });
      utimesSync(join(world.project, 'src/a.js'), ahead, ahead);
      const run = (await world.ocode(['context', `${name}OfTheFuture`, '--json'])).json() as { symbols: Array<{ name: string }> };
      expect(run.symbols.map((symbol) => symbol.name)).toContain(`${name}OfTheFuture`);
    }
  });

  it('-c with session files from the future takes one of them, and goes on', async () => {
    const folder = join(stateDir(world), 'sessions');
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), Date.now() / 1000 + 1e6, Date.now() / 1000 + 1e6);
    expect((await world.ask('work', ['-c', '--permission-mode', 'auto-edit'])).code).toBe(0);
  });
});
