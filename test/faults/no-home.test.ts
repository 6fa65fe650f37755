import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BIN } from '../support/run-cli.js';
import { createWorld } from '../support/world.js';

const world = createWorld();
const asRoot = process.getuid?.() === 0;
/** A user whom no passwd file knows, as in many containers. */
const NOBODY = 54_321;

beforeAll(async () => {
  world.files({ 'a.txt': 'a\n' });
  await world.serve({ rest: 'Done.' });
});
afterAll(() => world.end());

describe('no home', () => {
  it.skipIf(!asRoot)('a user without name and HOME: the run works, the state goes to the folder for temporary files', async () => {
    const temporary = join(world.root, 'tmp');
    mkdirSync(temporary);
    for (const folder of [world.root, world.project, temporary]) chmodSync(folder, 0o777);
    for (const args of [
      ['-p', 'hello', '--output-format', 'json'],
      ['-c', '-p', 'again', '--output-format', 'json'],
      ['doctor', '--json'],
      ['sessions', 'list', '--json'],
    ]) {
      const child = spawn(process.execPath, [BIN, ...args], {
        cwd: world.project,
        uid: NOBODY,
        gid: NOBODY,
        env: { PATH: process.env.PATH ?? '', TMPDIR: temporary, OLLAMA_HOST: world.env.OLLAMA_HOST ?? '', OCODE_MODEL: 'test-model' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [stdout, stderr] = ['', ''];
      child.stdout.on('data', (chunk) => {
        stdout += chunk;
      });
      child.stderr.on('data', (chunk) => {
        stderr += chunk;
      });
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect([code, stderr], args.join(' ')).toEqual([0, expect.not.stringMatching(/bug|\n\s+at /)]);
      expect(() => JSON.parse(stdout)).not.toThrow();
    }
  });

  it('HOME that does not exist is made; HOME that is a file costs the state, not the answer', async () => {
    const made = await world.ask('hello', [], { env: { HOME: join(world.root, 'fresh'), OCODE_HOME: undefined } });
    expect([made.code, made.json().warnings]).toEqual([0, []]);
    const file = await world.ask('hello', [], { env: { HOME: join(world.project, 'a.txt'), OCODE_HOME: undefined } });
    expect([file.code, file.json().result]).toEqual([0, 'Done.']);
    expect(JSON.stringify(file.json().warnings)).toContain('could not be saved');
  });
});

describe('a current folder that was deleted', () => {
  it.skipIf(process.platform === 'win32').each([
    ['a question', ['-p', 'hello', '--output-format', 'json']],
    ['a command', ['sessions', 'list', '--output-format', 'json']],
  ])('%s: exit 2, and what to do', async (_, args) => {
    const gone = join(world.root, 'gone');
    mkdirSync(gone);
    if (asRoot) chownSync(gone, 0, 0);
    const child = spawn('sh', ['-c', 'rmdir "$PWD"; exec "$@"', 'sh', process.execPath, BIN, ...args], {
      cwd: gone,
      env: { PATH: process.env.PATH ?? '', ...(world.env as Record<string, string>) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    rmSync(gone, { recursive: true, force: true });
    expect([code, JSON.parse(stdout).error.code]).toEqual([2, 'usage']);
    expect(stderr).toMatch(/does not exist any more.*-C/);
  });

  it.skipIf(process.platform === 'win32')('-C goes on from there', async () => {
    const gone = join(world.root, 'gone-too');
    mkdirSync(gone);
    const child = spawn('sh', ['-c', 'rmdir "$PWD"; exec "$@"', 'sh', process.execPath, BIN, '-C', world.project, '-p', 'hello'], {
      cwd: gone,
      env: { PATH: process.env.PATH ?? '', ...(world.env as Record<string, string>) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stdout]).toEqual([0, 'Done.\n']);
  });
});
