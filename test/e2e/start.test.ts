import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama-server.mjs';
import { BIN } from '../support/run-cli.js';

const DIGEST_BYTES = 32;

/** A start with V8's compiled code: it may be missing, damaged or of another build, and costs time only. */
describe('the code cache of the bundle', () => {
  let folder: string;
  let server: FakeOllama;
  const caches = () => readdirSync(join(folder, 'dist', 'program')).filter((name) => name.endsWith('.cache'));
  const contents = () => caches().map((name) => readFileSync(join(folder, 'dist', 'program', name)));
  const start = (...args: string[]) =>
    new Promise<{ code: number | null; stdout: string }>((resolve) => {
      const env = { PATH: process.env.PATH, HOME: folder, OLLAMA_HOST: server.url, OCODE_MODEL: 'test-model' };
      const options = { cwd: join(folder, 'project'), env, encoding: 'utf8' } as const;
      const child = execFile(process.execPath, [join(folder, 'bin', 'ocode.mjs'), ...args], options, (_, stdout) => resolve({ code: child.exitCode, stdout }));
      child.stdin?.end();
    });

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ocode-start-'));
    const root = join(dirname(BIN), '..');
    for (const part of ['bin', 'dist']) cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    mkdirSync(join(folder, 'project'));
    writeFileSync(join(folder, 'project', 'cache.ts'), 'export const cache = new Map<string, number>();\n');
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    for (const name of caches()) rmSync(join(folder, 'dist', 'program', name));
    server = await startFakeOllama({ models: [{ name: 'test-model', capabilities: ['completion', 'tools'] }], turns: ['One.', 'Two.', 'Three.'] });
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  // Many files are read by threads, which set flags of V8.
  it.each([0, 40])('is made by the first run that asks a model, reading code included, and used by the next (%i more files)', async (more) => {
    for (let index = 0; index < more; index++) writeFileSync(join(folder, 'project', `price-${index}.ts`), `export const price${index} = ${index};\n`);
    expect(await start('-p', 'where is the cache?')).toMatchObject({ code: 0, stdout: 'One.\n' });
    expect(caches().map((name) => name.split('-')[1])).toEqual(['rest', 'start']);
    for (const name of caches()) expect([name, accepts(join(folder, 'dist', 'program'), name)]).toEqual([name, true]);
    const before = contents();
    expect(await start('-p', 'where is the cache?')).toMatchObject({ code: 0, stdout: 'Two.\n' });
    expect(contents()).toEqual(before);
  });

  // What little they compile would be all that later runs find.
  it.each([
    ['help beside a question', ['-p', 'a question', '--help'], 0],
    ['help', ['--help'], 0],
    ['settings', ['config', 'list'], 0],
    ['ranked files', ['context', 'cache', '--json'], 0],
    ['the prompt', ['prompt', '--json', '-p'], 0],
    ['a question that nobody answers', ['-p', 'a question', '--host', 'http://127.0.0.1:9'], 4],
  ])('is not made by other runs: %s', async (_, args, code) => {
    expect((await start(...args)).code).toBe(code);
    expect(caches()).toEqual([]);
  });

  it('of the build is accepted by V8', () => {
    const built = join(dirname(BIN), '..', 'dist', 'program');
    const names = readdirSync(built).filter((name) => name.endsWith(`-${cachedDataVersionTag()}.cache`));
    expect(names.map((name) => name.split('-')[1])).toContain('start');
    for (const name of names) expect([name, accepts(built, name)]).toEqual([name, true]);
  });

  it('is made anew when it is damaged', async () => {
    await start('-p', 'where is the cache?');
    const name = caches().find((file) => file.includes('-start-')) ?? '';
    const file = join(folder, 'dist', 'program', name);
    writeFileSync(file, 'no code at all');
    expect((await start('--help')).stdout).toContain('Usage: ocode');
    expect((await start('-p', 'where is the cache?')).stdout).toBe('Two.\n');
    expect(readFileSync(file).length).toBeGreaterThan(10_000);
  });

  it('a start without any place for it works', async () => {
    writeFileSync(join(folder, '.ocode'), 'a file where a folder should be');
    expect((await start('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await start('-p', 'a question', '--help')).stdout).toContain('Usage: ocode');
  });
});

/** Does V8 take the code of that pack as it was kept? */
function accepts(folder: string, name: string): boolean {
  const pack = join(folder, `${name.split('-')[1]}.cjs`);
  const cachedData = readFileSync(join(folder, name)).subarray(DIGEST_BYTES);
  return new Script(readFileSync(pack, 'latin1'), { filename: pack, cachedData }).cachedDataRejected === false;
}
