import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

it('search and export show what was asked and answered, not what ocode put around it', async () => {
  world.files({ '.ocode/settings.json': '{}', 'AGENTS.md': 'Indent with a zebra.', 'a.js': 'export const walrus = 1;\n' });
  await world.serve({ turns: ['A penguin.'] });
  const { session_id } = (await world.ask('which bird? walrus')).json();
  const search = async (words: string): Promise<unknown[]> => (await world.ocode(['sessions', 'search', words, '--json'])).json() as unknown as unknown[];
  for (const own of ['environment', 'zebra', 'folder:', 'export const']) expect(await search(own), own).toEqual([]);
  for (const said of ['which bird', 'PENGUIN', 'walrus']) expect(await search(said), said).toMatchObject([{ session_id }]);
  const { stdout } = await world.ocode(['sessions', 'export', String(session_id)]);
  expect(stdout).toContain('which bird? walrus');
  expect(stdout).not.toContain('zebra');
});

describe('sessions of a project', () => {
  const folder = '.ocode/sessions';
  const ids = (run: { json(): unknown }): string[] => (run.json() as Array<{ session_id: string }>).map((each) => each.session_id);
  const ask = async (query: string, args: string[] = []): Promise<string> => String((await world.ask(query, args)).json().session_id);

  beforeEach(async () => {
    world.files({ '.ocode/settings.json': '{}' });
    await world.serve({ rest: 'Fine.' });
  });

  it('a damaged file is named and left alone by all but a delete of its whole id', async () => {
    const sound = await ask('one');
    const damaged = '00000000-1111-4222-8333-444444444444';
    world.files({ [`${folder}/${damaged}.json`]: '{"half": ' });
    const list = await world.ocode(['sessions', 'list', '--json']);
    expect(ids(list)).toEqual([sound]);
    expect(list.stderr).toContain(damaged);
    for (const args of [
      ['show', damaged],
      ['delete', '0000'],
      ['export', damaged, '--format', 'json'],
      ['fork', damaged],
    ]) {
      const run = await world.ocode(['sessions', ...args]);
      expect([args[0], run.code, run.stdout]).toEqual([args[0], 10, '']);
      expect(run.stderr).toContain('damaged');
    }
    await world.ocode(['sessions', 'cleanup', '--days', '0']);
    expect(world.read(`${folder}/${damaged}.json`)).toBe('{"half": ');
    expect((await world.ocode(['sessions', 'delete', damaged, '--json'])).json()).toEqual({ deleted: damaged });
    expect(() => world.read(`${folder}/${damaged}.json`)).toThrow();
    expect((await world.ocode(['sessions', 'delete', ''])).code).toBe(10);
    expect(ids(await world.ocode(['sessions', 'list', '--json']))).toEqual([sound]);
  });

  it('what is exported comes back: under its own id where that is free, never over another, never outside the folder', async () => {
    const id = await ask('one');
    const { stdout: exported } = await world.ocode(['sessions', 'export', id, '--format', 'json']);
    const copy = (await world.ocode(['sessions', 'import', '-', '--json'], { stdin: exported })).json();
    expect(copy).toMatchObject({ forked_from: id });
    await world.ocode(['sessions', 'delete', id]);
    expect((await world.ocode(['sessions', 'import', '-'], { stdin: exported })).stdout.trim()).toBe(id);
    const hostile = JSON.stringify({ ...JSON.parse(exported), session_id: '../settings' });
    expect((await world.ocode(['sessions', 'import', '-'], { stdin: hostile })).stdout).toMatch(/^[0-9a-f-]{36}\n$/);
    expect(world.read('.ocode/settings.json')).toBe('{}');
    for (const stdin of ['', '{}', 'null', exported.slice(0, 100)]) expect((await world.ocode(['sessions', 'import', '-'], { stdin })).code).toBe(10);
    expect((await world.ocode(['sessions', 'import', 'nothing.json'])).code).toBe(2);
  });

  it('a fork never takes the place of another session', async () => {
    const one = await ask('one');
    const two = await ask('two');
    const run = await world.ask('three', ['-r', one, '--fork', '--session-id', two]);
    expect([run.code, (run.json().error as { message: string }).message]).toEqual([10, expect.stringContaining('already')]);
    expect((await world.ocode(['sessions', 'show', two])).stdout).toContain('two');
  });

  it('cleanup keeps the newest however old it is', async () => {
    const old = await ask('old');
    const newest = await ask('newest');
    for (const id of [old, newest]) {
      const session = JSON.parse(world.read(`${folder}/${id}.json`));
      world.files({
        [`${folder}/${id}.json`]: JSON.stringify({ ...session, updated_at: id === old ? '2001-01-01T00:00:00.000Z' : '2001-01-02T00:00:00.000Z' }),
      });
    }
    expect((await world.ocode(['sessions', 'cleanup', '--json'])).json()).toEqual([old]);
    expect((await world.ocode(['sessions', 'cleanup', '--days', '0', '--json'])).json()).toEqual([]);
    for (const days of ['-1', 'x', '']) expect((await world.ocode(['sessions', 'cleanup', '--days', days])).code).toBe(2);
  });

  it('another model over -c: the whole conversation goes to it, with its own window', async () => {
    const chats = (
      await world.serve({
        models: [
          { name: 'test-model', capabilities: ['completion', 'tools'], contextLength: 32768 },
          { name: 'other', capabilities: ['completion', 'tools'], contextLength: 8192 },
        ],
        turns: ['From the first.', 'From the other.', 'From the other again.'],
      })
    ).chats;
    const id = await ask('one');
    expect((await world.ask('two', ['-c', '-m', 'other'])).json()).toMatchObject({ session_id: id, model: 'other', result: 'From the other.' });
    expect(chats[1]?.body).toMatchObject({ model: 'other', options: { num_ctx: 8192 } });
    const said = chats[1]?.body.messages as Array<{ role: string; content: string }>;
    expect(said.slice(1).map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
    expect(said[2]?.content).toBe('From the first.');
    // The prompt is what the new model gets on every request: it stays the same from here on.
    await world.ask('three', ['-c', '-m', 'other']);
    expect(chats[2]?.body.messages.slice(0, 4)).toEqual(said);
    expect(said[1]).toEqual(chats[0]?.body.messages[1]);
  });
});

it('an undo that must not be: exit 11, the file stays, --force takes it back and shows what is lost', async () => {
  world.files({ '.ocode/settings.json': '{}', 'a.txt': 'before\n' });
  const run = (...args: string[]) => world.ocode(args);
  await run('tools', 'run', 'edit', '{"path":"a.txt","edits":[{"old_text":"before","new_text":"after"}]}');
  world.files({ 'a.txt': 'mine\n' });
  const refused = await run('undo', '--json');
  expect([refused.code, world.read('a.txt')]).toEqual([11, 'mine\n']);
  expect(refused.json()).toMatchObject([{ status: 'conflict', path: 'a.txt' }]);
  const forced = await run('undo', '--force');
  expect([forced.code, world.read('a.txt')]).toEqual([0, 'before\n']);
  expect(forced.stdout).toContain('-mine');
  expect((await run('undo', '--session', 'nothing')).code).toBe(2);
});
