import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN } from '../support/run-cli.js';

/** A start with V8's compiled code: it may be missing, damaged or of another build, and costs time only. */
describe('the code cache of the bundle', () => {
  let folder: string;
  const caches = () => readdirSync(join(folder, 'dist', 'program')).filter((name) => name.endsWith('.cache'));
  const start = (...args: string[]) =>
    execFileSync(process.execPath, [join(folder, 'bin', 'ocode.mjs'), ...args], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ocode-start-'));
    const root = join(dirname(BIN), '..');
    for (const part of ['bin', 'dist']) cpSync(join(root, part), join(folder, part), { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    for (const name of caches()) rmSync(join(folder, 'dist', 'program', name));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is made by the first run, and used by the next', () => {
    const first = start('-p', 'a question', '--help');
    const contents = () => caches().map((name) => readFileSync(join(folder, 'dist', 'program', name)));
    expect(caches().map((name) => name.split('-')[1])).toEqual(['rest', 'start']);
    const before = contents();
    expect(start('-p', 'a question', '--help')).toBe(first);
    expect(contents()).toEqual(before);
  });

  it('of the build is accepted by V8', () => {
    const built = join(dirname(BIN), '..', 'dist', 'program');
    const names = readdirSync(built).filter((name) => name.endsWith(`-${cachedDataVersionTag()}.cache`));
    expect(names.map((name) => name.split('-')[1])).toContain('start');
    for (const name of names) {
      const pack = join(built, `${name.split('-')[1]}.cjs`);
      const digestBytes = 32;
      const cachedData = readFileSync(join(built, name)).subarray(digestBytes);
      expect(new Script(readFileSync(pack, 'latin1'), { filename: pack, cachedData }).cachedDataRejected).toBe(false);
    }
  });

  it('is made anew when it is damaged', () => {
    start('-p', 'a question', '--help');
    const name = caches().find((file) => file.includes('-start-')) ?? '';
    const file = join(folder, 'dist', 'program', name);
    writeFileSync(file, 'no code at all');
    expect(start('-p', 'a question', '--help')).toContain('Usage: ocode');
    expect(readFileSync(file).length).toBeGreaterThan(10_000);
  });

  it('a start without any place for it works', () => {
    writeFileSync(join(folder, '.ocode'), 'a file where a folder should be');
    expect(start('--version')).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(start('-p', 'a question', '--help')).toContain('Usage: ocode');
  });
});
