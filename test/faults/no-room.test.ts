import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { makeReadOnly, smallDisk } from './support/small-disk.js';

const WHY = 'needs a small file system of its own: mounting tmpfs is not allowed here';
const world = createWorld();
const OLD = 'line of the old file\n'.repeat(2000);

/** Every run edits, so that the journal, the file and the session want to be written. */
beforeAll(async () => {
  world.files({ 'a.txt': OLD });
  await world.serve({
    rest: ({ body }) =>
      body.messages.at(-1).role === 'user' ? { calls: [{ name: 'edit', args: { path: 'a.txt', edits: [{ old_text: OLD, new_text: 'new\n' }] } }] } : 'Done.',
  });
});
afterAll(() => world.end());

/** Leaves no block free. */
function fill(folder: string): void {
  spawnSync('dd', ['if=/dev/zero', `of=${join(folder, 'fill')}`, 'bs=1k'], { stdio: 'ignore' });
}

describe('no room for the state', () => {
  it.for([
    ['the disk is full', fill],
    ['the disk is read-only', makeReadOnly],
  ] as const)('%s: the work is done, and said once that session and undo are not kept', async ([_, spoil], { skip }) => {
    world.files({ 'a.txt': OLD });
    const disk = smallDisk(world.root, '300k');
    if (!disk) return skip(WHY);
    mkdirSync(join(disk, 'home'));
    spoil(disk);
    const run = await world.ask('change it', ['--permission-mode', 'auto-edit'], { env: { OCODE_HOME: join(disk, 'home') } });
    const result = run.json() as { result: string; warnings: string[] };
    expect([run.code, result.result, world.read('a.txt')]).toEqual([0, 'Done.', 'new\n']);
    expect(result.warnings.filter((text) => text.includes('session could not be saved')).length).toBe(1);
    expect(result.warnings.filter((text) => text.includes('cannot be undone')).length).toBe(1);
    expect(run.stderr).not.toMatch(/this is a bug|\n\s+at /);
  });

  it('commands that must write say so and end with 2, without a trace', async ({ skip }) => {
    const disk = smallDisk(world.root, '300k');
    if (!disk) return skip(WHY);
    makeReadOnly(disk);
    for (const args of [['config', 'set', 'verbose', 'true'], ['trust'], ['auth', 'login'], ['-C', world.project, 'index', '--json']]) {
      const run = await world.ocode(args, { env: { OCODE_HOME: join(disk, 'home') }, stdin: 'key\n' });
      const expected = args.includes('index') ? [0] : args[0] === 'trust' ? [0, 2] : args[0] === 'auth' ? [3] : [2];
      expect(expected, `${args.join(' ')}: ${run.stderr}`).toContain(run.code);
      expect(run.stderr).not.toMatch(/this is a bug|\n\s+at /);
    }
  });
});

describe('no room in the project', () => {
  it('an edit that does not fit leaves the old file whole, says why, and leaves nothing beside it', async ({ skip }) => {
    const disk = smallDisk(world.root, '100k');
    if (!disk) return skip(WHY);
    writeFileSync(join(disk, 'a.txt'), OLD);
    fill(disk);
    const run = await world.ocode(['tools', 'run', 'write', JSON.stringify({ path: 'a.txt', content: `${OLD}${OLD}` }), '--json', '-C', disk]);
    expect([run.code, run.json().code]).toEqual([11, 'failed']);
    expect(String(run.json().text)).toMatch(/space|ENOSPC|full/i);
    expect([readFileSync(join(disk, 'a.txt'), 'utf8') === OLD, readdirSync(disk).sort()]).toEqual([true, ['a.txt', 'fill']]);
    rmSync(join(disk, 'fill'));
    const again = await world.ocode(['tools', 'run', 'write', JSON.stringify({ path: 'a.txt', content: `${OLD}more\n` }), '--json', '-C', disk]);
    expect(again.code).toBe(0);
  });
});
