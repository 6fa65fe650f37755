import { lstatSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const run = (...args: string[]) => world.ocode(['config', ...args]);

it.each([
  ['limits.timeout', '5m', 300],
  ['limits.timeout', '90', 90],
  ['tool_timeout', '1h30m', 5400],
  ['cache.ttl', '0s', 0],
  ['keep_alive', '5m', '5m'],
  ['keep_alive', '-1', -1],
  ['verbose', 'on', true],
])('set %s %s', async (key, text, value) => {
  // A value that begins with a dash needs the end of the flags before it.
  expect((await run('set', '--', key, text)).code).toBe(0);
  expect((await run('get', key, '--json')).json()).toBe(value);
});

it.each([
  ['limits.timeout', 'soon', /a number, at least 0 \(seconds\)/],
  ['tool_timeout', '0s', /a number, above 0 \(seconds\)/],
  ['max_tokens', '0', /a whole number, above 0/],
  ['context_window', '100', /a whole number, at least 512/],
  ['temperature', '3', /a number, at least 0, at most 2/],
  ['theme', 'dark', /one of default, light/],
])('set %s %s says what is allowed', async (key, text, words) => {
  const { code, stdout, stderr } = await run('set', key, text);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(words);
});

it('two layers at once are refused', async () => {
  for (const command of [
    ['set', 'model', 'x'],
    ['unset', 'model'],
  ]) {
    expect(await run(...command, '--user', '--project')).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be used with') });
  }
});

it('unset of what is not there says so, and where it is', async () => {
  world.files({ '.ocode/settings.json': '{}' });
  expect(await run('unset', 'permissions.mode')).toMatchObject({ code: 0, stderr: expect.stringContaining('was not set') });
  await run('set', 'permissions.mode', 'plan', '--user');
  expect(await run('unset', 'permissions.mode')).toMatchObject({ code: 2, stderr: expect.stringContaining('ocode config unset permissions.mode --user') });
  expect(await run('unset', 'permissions.mode', '--user')).toMatchObject({ code: 0, stderr: expect.stringContaining('removed') });
});

describe('validate', () => {
  it('names every file that is wrong, also as data, and exits 3', async () => {
    world.files({ '.ocode/settings.json': '{"temperature": 9}', '.ocode/settings.local.json': '{\n  "model": \n}' });
    const found = await run('validate', '--json');
    expect(found.code).toBe(3);
    const { ok, errors } = found.json() as { ok: boolean; errors: Array<{ code: string; message: string }> };
    expect(ok).toBe(false);
    expect(errors.map((error) => error.message)).toEqual([
      expect.stringMatching(/settings\.json:1: "temperature" is 9, but must be a number, at least 0, at most 2$/),
      expect.stringMatching(/settings\.local\.json:3: /),
    ]);
    const told = await run('validate');
    expect([told.code, told.stdout]).toEqual([3, '']);
    expect(told.stderr.match(/settings/g)?.length).toBeGreaterThanOrEqual(2);
  });

  it('names every mistake of a file, in its order', async () => {
    world.files({ '.ocode/settings.json': '{\n  "temperature": 9,\n  "modle": "x",\n  "permissions": {\n    "mode": "yolo"\n  },\n  "max_tokens": "many"\n}' });
    const { errors, warnings } = (await run('validate', '--json')).json() as { errors: Array<{ message: string }>; warnings: string[] };
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/:2: "temperature"/),
      expect.stringMatching(/:5: "permissions\.mode".*plan/),
      expect.stringMatching(/:7: "max_tokens"/),
    ]);
    expect(warnings).toEqual([expect.stringContaining('modle')]);
    const told = await run('validate');
    expect([told.code, told.stderr.trim().split('\n').length]).toEqual([3, 3]);
  });

  it('looks at the environment too, and at what is well', async () => {
    const wrong = await world.ocode(['config', 'validate', '--json'], { env: { OCODE_TEMPERATURE: 'hot' } });
    expect([wrong.code, JSON.stringify(wrong.json())]).toEqual([3, expect.stringContaining('OCODE_TEMPERATURE')]);
    world.files({ '.ocode/settings.json': '{"modle": "x"}' });
    expect((await run('validate', '--json')).json()).toMatchObject({ ok: true, errors: [], warnings: [expect.stringContaining('did you mean "model"')] });
  });
});

it.each([
  [['sessions', 'show', 'nothing', '--json'], 10, 'session'],
  [['sessions', 'nothing', '--json'], 2, 'usage'],
  [['config', 'get', 'nothing', '--json'], 2, 'usage'],
  [['models', 'list', '--json'], 4, 'model_unreachable'],
  [['undo', '--json'], 2, 'usage'],
  [['tools', 'run', 'read', 'nonsense', '--json'], 2, 'usage'],
  [['mcp', 'get', 'nothing', '--json'], 2, 'usage'],
  [['--config', 'nothing.json', 'sessions', 'list', '--json'], 3, 'config'],
  [['--provider', 'nothing', 'models', 'list', '--json'], 2, 'usage'],
])('a command with --json that fails prints one object: %j', async (args, code, name) => {
  const failed = await world.ocode(args);
  expect(failed.json()).toMatchObject({ ok: false, code: name, text: expect.any(String), exit_code: code });
  expect([failed.code, failed.stderr.trim().split('\n').length]).toEqual([code, 1]);
});

it('a provider nobody has is a wrong flag, or a wrong setting', async () => {
  expect((await world.ask('x', ['--provider', 'opnai'])).json()).toMatchObject({
    exit_code: 2,
    error: { hint: expect.stringContaining('did you mean openai?') },
  });
  await run('set', 'provider', 'nothing');
  expect((await world.ask('x')).json()).toMatchObject({ exit_code: 3, subtype: 'error_config' });
});

it.each([
  ['\ufeff{"model": "a"}', { model: 'a', top_p: 0.5 }],
  [' \n', { top_p: 0.5 }],
])('set writes into every file that can be read: %j', async (before, after) => {
  world.files({ '.ocode/settings.json': before });
  expect(await run('set', 'top_p', '0.5', '--project')).toMatchObject({ code: 0 });
  expect(JSON.parse(world.read('.ocode/settings.json'))).toEqual(after);
});

describe.skipIf(process.platform === 'win32')('links', () => {
  it('the link of a person to their settings stays, and what it leads to keeps its mode', async () => {
    const dotfile = join(world.root, 'dotfiles.json');
    const settings = join(world.home, '.ocode', 'settings.json');
    mkdirSync(join(world.home, '.ocode'));
    writeFileSync(dotfile, '{}', { mode: 0o644 });
    symlinkSync(dotfile, settings);
    for (const change of [
      ['config', 'set', 'top_p', '0.5', '--user'],
      ['permissions', 'deny', 'bash(rm *)'],
      ['mcp', 'add', 'one', '--', 'true'],
      ['mcp', 'add', 'two', '--', 'true'],
      ['mcp', 'remove', 'one'],
    ])
      expect(await world.ocode(change), change.join(' ')).toMatchObject({ code: 0 });
    expect(lstatSync(settings).isSymbolicLink()).toBe(true);
    expect(JSON.parse(world.read('../dotfiles.json'))).toEqual({
      top_p: 0.5,
      permissions: { rules: { deny: ['bash(rm *)'] } },
      mcp_servers: { two: { command: 'true', args: [] } },
    });
    expect(statSync(dotfile).mode & 0o777).toBe(0o644);
  });

  it('a link in a project is not followed', async () => {
    world.files({ '../elsewhere.json': '{}', '.ocode/x': '' });
    symlinkSync(join(world.root, 'elsewhere.json'), join(world.project, '.ocode', 'settings.json'));
    await run('set', 'top_p', '0.5', '--project');
    expect(world.read('../elsewhere.json')).toBe('{}');
    expect(JSON.parse(world.read('.ocode/settings.json'))).toEqual({ top_p: 0.5 });
  });

  it('a home that is reached through a link is no project', async () => {
    mkdirSync(join(world.home, '.ocode'));
    mkdirSync(join(world.home, 'work'));
    symlinkSync(world.home, join(world.root, 'link'));
    const env = { HOME: join(world.root, 'link'), OCODE_HOME: undefined };
    const places = (await world.ocode(['config', 'path', '--json'], { cwd: join(world.home, 'work'), env })).json();
    expect(places).toMatchObject({ user: join(world.root, 'link', '.ocode', 'settings.json'), project: join(world.home, 'work', '.ocode', 'settings.json') });
  });

  it('a listing shows no secret of a server or provider', async () => {
    const settings = {
      providers: { p: { base_url: 'http://x', headers: { authorization: 'Bearer hush-1', 'X-Api-Key': 'hush-2', 'x-team': 'blue' } } },
      mcp_servers: { s: { command: 'x', env: { TOKEN: 'hush-3', MODE: 'fast' } } },
    };
    world.files({ '../home/.ocode/settings.json': JSON.stringify(settings) });
    for (const args of [['list'], ['list', '--json'], ['list', '--show-origin', '--json']]) {
      const { stdout } = await run(...args);
      expect(stdout).not.toContain('hush');
      for (const word of ['blue', 'fast', '[masked]']) expect(stdout).toContain(word);
    }
    expect((await run('get', 'mcp_servers.s.env.TOKEN')).stdout).toBe('hush-3\n');
  });
});

it('set says when another layer wins, and only then', async () => {
  world.files({ '.ocode/settings.json': '{}', '.ocode/settings.local.json': '{"top_p": 0.2}' });
  expect((await run('set', 'top_p', '0.5', '--user')).stderr).toMatch(/settings\.local\.json sets top_p to 0\.2/);
  expect((await run('set', 'model', 'other')).stderr).toMatch(/the environment sets model to "test-model"/);
  for (const [key, value] of [
    ['top_p', '0.6'],
    ['ignore_patterns', 'dist'],
    ['theme', 'light'],
  ] as const)
    expect((await run('set', key, value)).stderr.trim().split('\n'), key).toHaveLength(1);
});
