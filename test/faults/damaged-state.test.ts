import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CliRun } from '../support/run-cli.js';
import { createWorld } from '../support/world.js';
import { DAMAGES, damageFile } from './support/damage.js';
import { ROUNDS, SEED } from './support/rounds.js';
import { stateDir } from './support/state-check.js';

const world = createWorld();
const pristine = join(world.root, 'pristine');
const ORIGINAL = 'export function answer() {\n  return 41;\n}\n';
let session = '';

beforeAll(async () => {
  world.files({ 'src/answer.js': ORIGINAL });
  await world.serve({
    turns: [
      { calls: [{ name: 'edit', args: { path: 'src/answer.js', edits: [{ old_text: '41', new_text: '42' }] } }] },
      { calls: [{ name: 'remember', args: { text: 'The answer is in src.', key: 'answer' } }] },
    ],
    rest: 'Done.',
  });
  const run = await world.ask('change it', ['--permission-mode', 'full']);
  session = String(run.json().session_id);
  await world.ocode(['index']);
  await world.ocode(['auth', 'login', '--json'], { stdin: 'a-secret-key\n' });
  await world.ocode(['config', 'set', 'verbose', 'false']);
  await world.ocode(['trust']);
  for (const name of ['home', 'project']) cpSync(join(world.root, name), join(pristine, name), { recursive: true });
});
afterAll(() => world.end());
beforeEach(() => {
  for (const name of ['home', 'project']) {
    rmSync(join(world.root, name), { recursive: true, force: true });
    cpSync(join(pristine, name), join(world.root, name), { recursive: true });
  }
});

/** In `npm test` two kinds of damage, another two each time; all of them in `npm run test:faults`. */
const KINDS = ROUNDS >= 20 ? DAMAGES : [0, 2].map((step) => DAMAGES[(SEED + step) % DAMAGES.length] ?? 'zeros');

function healthy(run: CliRun): void {
  expect(run.stderr).not.toMatch(/this is a bug|\n\s+at /);
  expect(run.signal).toBeNull();
}

const ownFile = (...parts: string[]): string => join(world.home, '.ocode', ...parts);
const entry = (): string => join(stateDir(world), 'undo', readdirSync(join(stateDir(world), 'undo')).sort()[0] ?? '');

describe.each(KINDS)(`a file of the state: %s (seed ${SEED})`, (how) => {
  it('a session: -c says which and exits 10, the file is left alone, other runs go on', async () => {
    const file = join(stateDir(world), 'sessions', `${session}.json`);
    const left = damageFile(file, how);
    const run = await world.ask('and now?', ['-c']);
    expect([run.code, run.json().subtype]).toEqual([10, 'error_session']);
    expect(JSON.stringify(run.json().error)).toContain(file);
    const list = await world.ocode(['sessions', 'list', '--json']);
    expect([list.code, JSON.parse(list.stdout)]).toEqual([0, []]);
    expect(list.stderr).toContain(file);
    expect((await world.ask('something new')).code).toBe(0);
    expect(readFileSync(file)).toEqual(left);
    healthy(run);
  });

  it('the description of a change: undo does not touch the file', async () => {
    damageFile(join(entry(), 'entry.json'), how);
    const run = await world.ocode(['undo', '--all']);
    expect(run.code).not.toBe(0);
    expect(world.read('src/answer.js')).toContain('42');
    healthy(run);
  });

  it('the bytes of a change: undo refuses to write what was never there', async () => {
    damageFile(join(entry(), '0'), how);
    const run = await world.ocode(['undo', '--all']);
    expect(run.code).toBe(11);
    expect(run.stderr).toMatch(/damaged/);
    expect(world.read('src/answer.js')).toContain('42');
    healthy(run);
  });

  it('the index: made anew', async () => {
    for (const suffix of ['', '-wal']) {
      const file = join(stateDir(world), 'cache', `context.db${suffix}`);
      if (existsSync(file)) damageFile(file, how);
    }
    const run = await world.ocode(['context', 'where is answer', '--json']);
    expect([run.code, (run.json() as { files: Array<{ path: string }> }).files[0]?.path]).toEqual([0, 'src/answer.js']);
    healthy(run);
  });

  it('what is known of models, and what is trusted: asked again', async () => {
    for (const name of ['models.json', 'trust.json']) damageFile(ownFile(name), how);
    const run = await world.ask('hello');
    expect([run.code, run.json().result]).toEqual([0, 'Done.']);
    healthy(run);
  });

  it('the keys of servers: exit 3, and the file is named', async () => {
    damageFile(ownFile('auth.json'), how);
    const run = await world.ask('hello');
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('auth.json');
    healthy(run);
  });

  it('the settings: exit 3 with file and line, or a value that was changed', async () => {
    writeFileSync(ownFile('settings.json'), '{\n  "temperature": 0.5,\n  "max_tokens": 100\n}\n');
    damageFile(ownFile('settings.json'), how);
    const run = await world.ask('hello');
    expect([0, 3]).toContain(run.code);
    if (run.code === 3) expect(run.stderr).toMatch(/settings\.json:\d+: /);
    healthy(run);
  });

  it('a memory: recalled as it is, or left out', async () => {
    damageFile(join(stateDir(world), 'memory', 'answer.md'), how);
    const run = await world.ocode(['tools', 'run', 'recall', '{}', '--json']);
    expect(run.code).toBe(0);
    healthy(run);
  });
});
