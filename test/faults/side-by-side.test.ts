import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { soundSessions, stateDir } from './support/state-check.js';

const world = createWorld();
afterAll(() => world.end());

const FILES = Array.from({ length: 8 }, (_, index) => `src/f${index}.js`);
const original = (name: string): string => `export const ${name.replace(/\W/g, '_')} = 'old';\n`;

beforeAll(async () => {
  world.files(Object.fromEntries(FILES.map((name) => [name, original(name)])));
  // The question names the file that is to be changed; `again` asks for nothing but words.
  await world.serve({
    rest: ({ body }) => {
      const { role, content } = body.messages.at(-1);
      const name = /change (\S+\.js)/.exec(content)?.[1];
      return role === 'user' && name ? { calls: [{ name: 'edit', args: { path: name, edits: [{ old_text: "'old'", new_text: "'new'" }] } }] } : 'Done.';
    },
  });
});

describe.each([2, 8])('%i processes at once in one project', (count) => {
  const names = FILES.slice(0, count);

  it('all sessions, all edits, one index; undo takes all of it back', async () => {
    const sessions = soundSessions(world).size;
    const runs = await Promise.all(names.map((name) => world.ask(`change ${name}`, ['--permission-mode', 'auto-edit'])));
    expect(runs.map(({ code, stderr }) => [code, stderr.includes('bug')])).toEqual(names.map(() => [0, false]));
    for (const name of names) expect(world.read(name)).toContain("'new'");
    expect(soundSessions(world).size).toBe(sessions + count);
    expect(new Set(runs.map((run) => run.json().session_id)).size).toBe(count);
    const undone = await world.ocode(['undo', '--all', '--json']);
    expect([undone.code, undone.stderr]).toEqual([0, '']);
    for (const name of names) expect(world.read(name)).toBe(original(name));
  });

  it('an index built by all of them at once is whole', async () => {
    await world.ocode(['index', '--clear']);
    const runs = await Promise.all(names.map(() => world.ocode(['index', '--json'])));
    expect(runs.map(({ code }) => code)).toEqual(names.map(() => 0));
    const found = (await world.ocode(['context', 'src_f3_js', '--json'])).json() as { files: Array<{ path: string }>; stats: { cached: number } };
    expect([found.files[0]?.path, found.stats.cached >= FILES.length]).toEqual(['src/f3.js', true]);
  });

  it('edits of the same file: one of them is made at a time, none is torn', async () => {
    world.files({ 'shared.txt': "'old'\n" });
    const runs = await Promise.all(
      names.map((_, index) => world.ocode(['tools', 'run', 'write', JSON.stringify({ path: 'shared.txt', content: `${String(index).repeat(50_000)}\n` })])),
    );
    expect(runs.some(({ code }) => code === 0)).toBe(true);
    expect(world.read('shared.txt')).toMatch(/^(\d)\1{49999}\n$/);
    // Who wrote last need not be who was noted last: taking these back is a conflict, which is not what the next test is about.
    await world.ocode(['undo', '--all', '--force']);
  });

  it('one session continued by all: no answer is lost', async () => {
    const id = String((await world.ask('begin')).json().session_id);
    const runs = await Promise.all(names.map((_, index) => world.ask(`again ${index}`, ['-r', id])));
    expect(runs.map(({ code }) => code)).toEqual(names.map(() => 0));
    const kept = [...soundSessions(world).values()].map((session) => JSON.stringify(session.messages)).join('\n');
    for (const index of names.keys()) expect(kept, `question ${index}`).toContain(`again ${index}`);
  });
});

it('nothing half-made is left in the state folder', () => {
  const left = readdirSync(stateDir(world), { recursive: true, encoding: 'utf8' }).filter((name) => /\.(?:tmp|gone)$/.test(name));
  expect(left.map((name) => join(stateDir(world), name))).toEqual([]);
});
