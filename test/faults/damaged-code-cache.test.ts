import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAMAGES, damageFile } from './support/damage.js';

const place = mkdtempSync(join(tmpdir(), 'ocode-cache-'));
const program = join(place, 'program');
const own = fileURLToPath(new URL('../../', import.meta.url));

/** The program installed elsewhere, so that its compiled code may be damaged while others use this one. */
function run(): { status: number | null; stdout: string; stderr: string } {
  const env = { PATH: process.env.PATH ?? '', HOME: place, OCODE_HOME: join(place, 'home') };
  return spawnSync(process.execPath, [join(program, 'bin', 'ocode.mjs'), 'config', 'path', '--json'], { cwd: place, env, encoding: 'utf8' });
}

/** Files of compiled code, wherever they were put. */
function caches(): string[] {
  return [join(program, 'dist', 'program'), join(place, 'home', 'code-cache')].flatMap((folder) => {
    try {
      return readdirSync(folder)
        .filter((name) => name.endsWith('.cache'))
        .map((name) => join(folder, name));
    } catch {
      return [];
    }
  });
}

beforeAll(() => {
  for (const name of ['bin', 'dist', 'package.json']) cpSync(join(own, name), join(program, name), { recursive: true });
  symlinkSync(join(own, 'node_modules'), join(program, 'node_modules'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

it.each(DAMAGES)('compiled code that is damaged is compiled again: %s', (how) => {
  cpSync(join(own, 'dist'), join(program, 'dist'), { recursive: true });
  const sound = run();
  expect([sound.status, sound.stderr]).toEqual([0, '']);
  const files = caches();
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) damageFile(file, how);
  const again = run();
  expect([again.status, again.stdout, again.stderr]).toEqual([0, sound.stdout, '']);
});
