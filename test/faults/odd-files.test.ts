import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld } from '../support/world.js';

const world = createWorld();
const NEWLINE = 'two\nlines.js';
const ESCAPE = 'esc\u001b]0;owned\u0007.js';
const LARGE = 2 * 1024 ** 3;

beforeAll(async () => {
  world.files({ 'plain.js': 'export function plainOne() {}\n' });
  world.git('init', '-q');
  if (process.platform === 'linux') {
    writeFileSync(join(world.project, NEWLINE), 'export function newlineOne() {}\n');
    writeFileSync(join(world.project, ESCAPE), 'export function escapeOne() {}\n');
    writeFileSync(Buffer.concat([Buffer.from(`${world.project}/`), Buffer.from([0x62, 0xff, 0xfe, 0x2e, 0x6a, 0x73])]), 'export function brokenOne() {}\n');
    mkdirSync(Buffer.concat([Buffer.from(`${world.project}/`), Buffer.from([0x64, 0xff])]));
  }
  const large = openSync(join(world.project, 'large.log'), 'w');
  writeSync(large, 'first line\nsecond line\n');
  ftruncateSync(large, LARGE);
  closeSync(large);
  await world.serve({
    rest: ({ body }) =>
      body.messages.at(-1).role === 'user'
        ? {
            calls: [
              { name: 'ls', args: {} },
              { name: 'read', args: { path: 'large.log' } },
            ],
          }
        : 'Done.',
  });
});
afterAll(() => world.end());

const ran = (stdout: string): { ok: boolean; text: string } => JSON.parse(stdout);

describe.skipIf(process.platform !== 'linux').each([
  ['in a repository', true],
  ['without git', false],
])('names with line breaks, escapes and bytes that are no UTF-8, %s', (_, git) => {
  beforeAll(() => {
    if (!git) spawnSync('rm', ['-rf', join(world.project, '.git')]);
  });

  it('the index has what can be named, and loses nothing else', async () => {
    await world.ocode(['index', '--clear']);
    const index = await world.ocode(['index', '--json']);
    expect([index.code, index.stderr]).toEqual([0, '']);
    for (const word of ['plainOne', 'newlineOne', 'escapeOne']) {
      const { symbols } = (await world.ocode(['context', word, '--json'])).json() as { symbols: Array<{ name: string }> };
      expect(symbols.map(({ name }) => name)).toContain(word);
    }
  });

  it.each([
    ['ls', {}],
    ['glob', { pattern: '**/*.js' }],
    ['grep', { pattern: 'One' }],
    ['read', { path: NEWLINE }],
    ['architecture', { view: 'structure' }],
  ])('%s answers in JSON, without an escape on a terminal', async (tool, args) => {
    const json = await world.ocode(['tools', 'run', tool, JSON.stringify(args), '--json']);
    expect([json.code, ran(json.stdout).ok]).toEqual([0, true]);
    const text = await world.ocode(['tools', 'run', tool, JSON.stringify(args)]);
    expect([text.code, text.stdout.includes('\u001b'), text.stderr]).toEqual([0, false, '']);
  });
});

describe('a file of 2 GB', () => {
  it('is named as what it is; its lines can be read, nothing reads it whole', async () => {
    const read = await world.ocode(['tools', 'run', 'read', JSON.stringify({ path: 'large.log', start_line: 1, end_line: 2 }), '--json']);
    expect([0, 11]).toContain(read.code);
    expect(ran(read.stdout).text.length).toBeLessThan(100_000);
    const grep = await world.ocode(['tools', 'run', 'grep', JSON.stringify({ pattern: 'second line' }), '--json']);
    expect(grep.code).toBe(0);
    const edit = await world.ocode([
      'tools',
      'run',
      'edit',
      JSON.stringify({ path: 'large.log', edits: [{ old_text: 'first line', new_text: 'x' }] }),
      '--json',
    ]);
    expect([edit.code, ran(edit.stdout).text]).toEqual([11, expect.stringMatching(/large|binary/)]);
    const symbols = await world.ocode(['symbols', 'large.log', '--json']);
    expect(symbols.stderr).not.toMatch(/bug|\n\s+at /);
  });

  it('beside the question costs neither the memory nor the answer', async () => {
    const run = await world.ask('what is in large.log?');
    expect([run.code, run.json().result]).toEqual([0, 'Done.']);
    const attached = await world.ask('look at @large.log');
    expect([0, 2]).toContain(attached.code);
    expect(attached.stderr).not.toMatch(/bug|\n\s+at /);
  });
});
