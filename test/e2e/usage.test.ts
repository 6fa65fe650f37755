import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN } from '../support/run-cli.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

describe('usage errors: one line with the nearest name, exit 2', () => {
  it.each([
    [['-p', 'x', '--outptu', 'json'], '--output-format'],
    [['-p', 'x', '--modle=a=b'], '--model'],
    [['-p', 'x', '--permision-mode', 'plan'], '--permission-mode'],
    [['config', 'lst'], 'list'],
    [['sessions', 'shwo'], 'show'],
    [['mcp', 'nope'], 'list, add, remove'],
    [['mcp'], 'list, add, remove'],
    [['config', 'set', 'constructor', '1'], 'there is no setting'],
    [['-p', 'x', '-C', 'a-file'], 'not a folder'],
  ])('%j', async (args, expected) => {
    world.files({ 'a-file': 'x' });
    const run = await world.ocode(args);
    expect([run.code, run.stdout, run.stderr.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(run.stderr).toContain(expected);
  });

  it('help is a command too', async () => {
    expect((await world.ocode(['help', 'config'])).stdout).toContain('ocode config');
  });
});

describe('a hostile place', () => {
  it('a state folder that cannot be made is a warning in a run and a clear line elsewhere', async () => {
    await world.serve({ rest: 'Fine.' });
    const env = { OCODE_HOME: '/proc/ocode-test' };
    const run = await world.ocode(['-p', 'x'], { env });
    expect([run.code, run.stdout]).toEqual([0, 'Fine.\n']);
    expect(run.stderr).toContain('could not be saved');
    const set = await world.ocode(['config', 'set', 'model', 'x'], { env });
    expect([set.code, set.stderr.includes('bug')]).toEqual([2, false]);
  });

  it('a reader that leaves at once is no failure of a subcommand', () => {
    const script = `for i in 1 2 3; do ${process.execPath} ${BIN} --help | true; ${process.execPath} ${BIN} config list --json | true; done 2>&1`;
    expect(execFileSync('bash', ['-c', script], { cwd: world.project, env: { ...process.env, ...world.env }, encoding: 'utf8' })).toBe('');
  });

  it.skipIf(!existsSync('/dev/full'))('a disk that is full is a failure: half an answer is not taken for a whole one', async () => {
    await world.serve({ rest: 'Fine.' });
    for (const args of [
      ['-p', 'x'],
      ['-p', 'x', '--output-format', 'json'],
      ['config', 'list'],
    ]) {
      const script = `"$@" > /dev/full`;
      const child = spawn('bash', ['-c', script, 'bash', process.execPath, BIN, ...args], {
        cwd: world.project,
        env: { ...process.env, ...world.env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString();
      });
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect([args[0], code, errors]).toEqual([args[0], 2, expect.stringContaining('cannot be written')]);
    }
  });

  it('-C works from a folder that is gone', async () => {
    await world.serve({ rest: 'Fine.' });
    const gone = join(world.root, 'gone');
    const script = `mkdir ${gone} && cd ${gone} && rmdir ${gone} && ${process.execPath} ${BIN} -p x -C ${world.project}`;
    const child = spawn('bash', ['-c', script], { env: { ...process.env, ...world.env }, stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
    expect(text).toBe('Fine.\n');
  });
});

it('OCODE_VERBOSE takes 1 and 0', async () => {
  await world.serve({ rest: 'Fine.' });
  expect((await world.ocode(['config', 'get', 'verbose'], { env: { OCODE_VERBOSE: '1' } })).stdout).toBe('true\n');
  expect((await world.ocode(['config', 'get', 'verbose'], { env: { OCODE_VERBOSE: '0' } })).stdout).toBe('false\n');
});

describe('flags with values that mean nothing: exit 2, before anything is asked', () => {
  it.each([
    [['--allow', 'bash(('], '--allow'],
    [['--deny', ''], '--deny'],
    [['--host', 'no host'], '--host'],
    [['--tools', 'core,gti'], 'did you mean git'],
    [['--add-dir', 'nowhere'], '--add-dir'],
    [['-m', ''], '--model'],
    [['-c', '-r', 'abc'], 'exclude'],
    [['-c', '--session-id', '3f2b8c1e-5a4d-4e9f-8b7a-1c2d3e4f5a6b'], '--fork'],
  ])('%j', async (args, expected) => {
    const server = await world.serve({ rest: 'Fine.' });
    const run = await world.ask('x', args);
    expect(run.json()).toMatchObject({ subtype: 'error_usage', exit_code: 2 });
    expect(run.stderr).toContain(expected);
    expect(server.chats).toHaveLength(0);
  });

  it('--tools takes sets, names, aliases and none; --debug shows the requests', async () => {
    const server = await world.serve({ rest: 'Fine.' });
    await world.ask('x', ['--tools', 'file_read,git_status']);
    expect(server.chats[0]?.body.tools.map((tool: { function: { name: string } }) => tool.function.name)).toEqual(['read', 'git_status']);
    const run = await world.ask('x', ['--tools', 'none', '--debug']);
    expect(server.chats[1]?.body.tools ?? []).toHaveLength(0);
    expect(run.stderr).toContain('POST /api/chat {');
  });
});

describe('values that mean nothing in settings and environment: exit 3, with the place', () => {
  it('names file, line and key of a rule, the variable of a host', async () => {
    world.files({ '.ocode/settings.json': '{\n  "permissions": { "rules": {\n    "deny": ["bash(rm *)", "bash(("] } }\n}\n' });
    for (const args of [
      ['-p', 'x'],
      ['config', 'validate'],
    ]) {
      const run = await world.ocode(args);
      expect([run.code, /settings\.json:3: "permissions\.rules\.deny"/.test(run.stderr)]).toEqual([3, true]);
    }
    world.files({ '.ocode/settings.json': '{}' });
    const run = await world.ocode(['-p', 'x'], { env: { OLLAMA_HOST: 'no host' } });
    expect([run.code, run.stderr.includes('OLLAMA_HOST')]).toEqual([3, true]);
    expect((await world.ocode(['config', 'set', 'ollama_host', 'no host'])).code).toBe(2);
    expect((await world.ocode(['config', 'set', 'permissions.rules.deny', 'bash(('])).code).toBe(2);
  });
});

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('%s ends a run that waits for its question on stdin', async (signal, code) => {
  const child = spawn(process.execPath, [BIN, '-p', '--output-format', 'json'], {
    cwd: world.project,
    env: { PATH: process.env.PATH, ...world.env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = new Promise((resolve) => child.on('close', resolve));
  // More than a pipe holds: it is taken when somebody reads, and who reads has its handlers already.
  await new Promise((resolve) => child.stdin.write('x'.repeat(4_000_000), resolve));
  child.kill(signal);
  expect(await ended).toBe(code);
  expect(JSON.parse(text)).toMatchObject({ subtype: 'error_interrupted', exit_code: code });
});

it('symbols --json gives an object for each file, also for one that cannot be read', async () => {
  world.files({ 'src/a.ts': 'export const a = 1;\n', 'notes.xyz': 'x' });
  const run = await world.ocode(['symbols', 'src/a.ts', 'missing.ts', 'src', 'notes.xyz', '--json']);
  const told = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { path: string; error?: string });
  expect([run.code, told.map(({ path, error }) => [path, error !== undefined])]).toEqual([
    2,
    [
      ['src/a.ts', false],
      ['missing.ts', true],
      ['src', true],
      ['notes.xyz', true],
    ],
  ]);
});

it('the first message says that there are notes, when they can be read', async () => {
  world.files({ '.ocode/settings.json': '{}', '.ocode/memory/style.md': 'use tabs\n' });
  await world.serve({ rest: 'Fine.' });
  await world.ocode(['-p', 'hello']);
  await world.ocode(['-p', 'hello', '--tools', 'read']);
  const [first, narrow] = (world.server?.chats ?? []).map(({ body }) => JSON.stringify(body.messages));
  expect(first).toContain('notes from earlier: 1, read with the tool recall');
  expect(narrow).not.toContain('notes from earlier');
});

it('a copy of a folder with a protected file leaves nothing behind', async () => {
  world.files({ 'app/a.txt': 'a\n', 'app/deep/.env': 'KEY=1\n' });
  const run = await world.ocode(['tools', 'run', 'file_ops', JSON.stringify({ action: 'copy', path: 'app', to: 'copy' }), '--json']);
  expect([run.code, run.json().ok, existsSync(join(world.project, 'copy'))]).toEqual([8, false, false]);
});

it('a request speaks of <stdin> only when something was piped', async () => {
  const server = await world.serve({ rest: 'Fine.' });
  for (const stdin of [undefined, '', 'some lines\n']) await world.ask('x', [], stdin === undefined ? {} : { stdin });
  expect(server.chats.map((chat) => JSON.stringify(chat.body).includes('<stdin>'))).toEqual([false, false, true]);
});
