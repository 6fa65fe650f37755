import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';
import { smallDisk } from './support/small-disk.js';

const world = createWorld();
beforeAll(async () => {
  await world.serve({ rest: 'The answer.' });
});
afterAll(() => world.end());

describe('-o', () => {
  it('writes through a link instead of replacing it', async () => {
    writeFileSync(join(world.root, 'target.txt'), 'old\n');
    symlinkSync(join(world.root, 'target.txt'), join(world.root, 'link.txt'));
    const run = await world.ask('x', ['-o', join(world.root, 'link.txt')]);
    expect(run.code).toBe(0);
    expect(lstatSync(join(world.root, 'link.txt')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(world.root, 'target.txt'), 'utf8')).toBe('The answer.\n');
  });

  it.skipIf(process.platform === 'win32')('leaves a file its mode', async () => {
    const file = join(world.root, 'private.txt');
    writeFileSync(file, 'old\n');
    chmodSync(file, 0o600);
    expect((await world.ask('x', ['-o', file])).code).toBe(0);
    expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['The answer.\n', 0o600]);
  });

  it('writes into a file that is mounted by itself', async ({ skip }) => {
    const [outside, mounted] = [join(world.root, 'outside.txt'), join(world.root, 'mounted.txt')];
    for (const file of [outside, mounted]) writeFileSync(file, 'old\n');
    if (spawnSync('mount', ['--bind', outside, mounted], { stdio: 'ignore' }).status !== 0) return skip('mounting is not allowed here');
    try {
      expect((await world.ask('x', ['-o', mounted])).code).toBe(0);
      expect(readFileSync(outside, 'utf8')).toBe('The answer.\n');
    } finally {
      spawnSync('umount', [mounted], { stdio: 'ignore' });
    }
  });

  it.skipIf(process.platform === 'win32')('writes into a named pipe and leaves it a pipe', async () => {
    const pipe = join(world.root, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [run, read] = await Promise.all([world.ocode(['-p', 'x', '-o', pipe]), promisify(execFile)('cat', [pipe], { timeout: 20_000 })]);
    expect([run.code, read.stdout, lstatSync(pipe).isFIFO()]).toEqual([0, 'The answer.\n', true]);
  });

  it('on a disk that is full: one result object, which says so and still holds the answer', async ({ skip }) => {
    const disk = smallDisk(world.root, '64k');
    if (!disk) return skip('needs a small file system of its own: mounting tmpfs is not allowed here');
    mkdirSync(join(disk, 'out'));
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'fill')}`, 'bs=1k', 'count=100'], { stdio: 'ignore' });
    const run = await world.ask('x', ['-o', join(disk, 'out', 'answer.txt')]);
    const result = run.json() as { exit_code: number; result: string; error: { code: string; message: string } };
    expect([run.code, result.exit_code, result.result, result.error.code]).toEqual([2, 2, 'The answer.', 'usage']);
    expect(result.error.message).toContain('could not be written');
  });
});
