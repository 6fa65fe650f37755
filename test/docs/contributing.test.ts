import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama-server.mjs';
import { REPOSITORY } from '../support/package.js';
import { applyChange, readRecipes, type Step } from '../support/recipes.js';

const MINUTES = 60_000;
const recipes = readRecipes(readFileSync(join(REPOSITORY, 'CONTRIBUTING.md'), 'utf8'));

let folder = '';
let copy = '';
let server: FakeOllama;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-recipes-')));
  copy = join(folder, 'ocode');
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: REPOSITORY, encoding: 'utf8' });
  for (const path of files.split('\0').filter(Boolean)) cpSync(join(REPOSITORY, path), join(copy, path), { force: true });
  symlinkSync(realpathSync(join(REPOSITORY, 'node_modules')), join(copy, 'node_modules'), 'junction');
  const commands = join(folder, 'bin');
  mkdirSync(commands);
  writeFileSync(join(commands, 'ocode'), `#!/bin/sh\nexec "${process.execPath}" "${join(copy, 'bin/ocode.mjs')}" "$@"\n`, { mode: 0o755 });
  server = await startFakeOllama({ models: [{ name: 'small', capabilities: ['completion', 'tools'], contextLength: 16384 }], turns: ['Hello.'] });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(process.platform === 'win32')('the recipes of CONTRIBUTING.md, followed to the letter', () => {
  it('are the five that there should be', () => {
    expect(recipes.map(({ title }) => title)).toEqual(['Add a tool', 'Add a language', 'Add a provider', 'Add an output format', 'Add a security rule']);
    for (const { steps } of recipes) expect(steps.some(({ kind }) => kind === 'command')).toBe(true);
  });

  it.each(recipes)('$title', { timeout: 5 * MINUTES }, async ({ steps }) => {
    for (const step of steps) await follow(step);
  });

  it('all together still type-check, lint and keep the import table and the generated files', { timeout: 10 * MINUTES }, async () => {
    for (const check of ['check:types', 'check:lint', 'check:imports', 'check:schemas'])
      await follow({ kind: 'command', command: `npm run ${check}`, output: '' });
  });
});

async function follow(step: Step): Promise<void> {
  if (step.kind === 'command') {
    const { code, stdout, all } = await shell(step.command);
    expect(code, `${step.command}\n${all}`).toBe(0);
    if (step.output !== '') expect(stdout).toBe(step.output);
    // A filter that fits no test is no failure for vitest.
    if (step.command.startsWith('npx vitest ')) expect(stripVTControlCharacters(all), step.command).toMatch(/Tests {2}\d+ passed/);
    return;
  }
  const file = join(copy, step.path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, step.kind === 'file' ? step.text : applyChange(readFileSync(file, 'utf8'), step.lines));
}

function shell(command: string): Promise<{ code: number | null; stdout: string; all: string }> {
  const { NODE_ENV: _, VITEST: __, ...inherited } = process.env;
  const env = {
    ...inherited,
    PATH: `${join(folder, 'bin')}${delimiter}${process.env.PATH}`,
    HOME: folder,
    OCODE_HOME: join(folder, 'home'),
    OLLAMA_HOST: server.url,
    OCODE_MODEL: 'small',
  };
  const child = spawn('sh', ['-c', command], { cwd: copy, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let all = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk;
    all += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    all += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, all: all.slice(-4000) }));
  });
}
