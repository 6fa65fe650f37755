import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CliRun, runCli } from '../support/run-cli.js';

/** The main scenarios against a real server. What a model says differs from day to day; what ocode does must not. */
const model = process.env.OCODE_LIVE_MODEL;

describe.skipIf(!model)('with a real model', () => {
  let folder: string;
  const ocode = (...args: string[]): Promise<CliRun> =>
    runCli(args, { cwd: folder, env: { HOME: folder, OCODE_HOME: join(folder, '.home'), OCODE_MODEL: model, OLLAMA_HOST: process.env.OLLAMA_HOST } });

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-live-')));
    writeFileSync(join(folder, 'notes.txt'), 'The secret word is heliotrope.\n');
    writeFileSync(join(folder, 'colour.js'), "export const colour = 'red';\n");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('doctor finds the server and the model', async () => {
    const { checks } = (await ocode('doctor', '--json')).json() as { checks: Array<{ id: string; ok: boolean }> };
    expect(checks.filter((check) => ['server', 'model'].includes(check.id)).every((check) => check.ok)).toBe(true);
  });

  it('answers from a file', async () => {
    const run = await ocode('-p', 'Which secret word stands in notes.txt?', '--output-format', 'json');
    expect(run.json()).toMatchObject({ subtype: 'success' });
    expect(String(run.json().result).toLowerCase()).toContain('heliotrope');
  });

  it('edits a file, continues, and takes it back', async () => {
    const run = await ocode('-p', "In colour.js change 'red' to 'blue'.", '--permission-mode', 'auto-edit', '--output-format', 'json');
    expect(run.code).toBe(0);
    expect(readFileSync(join(folder, 'colour.js'), 'utf8')).toContain('blue');
    expect((await ocode('-c', '-p', 'Which file did you change?', '--output-format', 'json')).json()).toMatchObject({ session_id: run.json().session_id });
    expect((await ocode('undo')).code).toBe(0);
    expect(readFileSync(join(folder, 'colour.js'), 'utf8')).toContain('red');
  });

  it('gives structured output', async () => {
    const schema = JSON.stringify({ type: 'object', properties: { word: { type: 'string' } }, required: ['word'] });
    const run = await ocode('-p', 'Give the word "maple".', '--json-schema', schema, '--output-format', 'json');
    expect(run.json()).toMatchObject({ subtype: 'success', structured_output: { word: expect.any(String) } });
  });
});
