// biome-ignore-all lint/suspicious/noTemplateCurlyInString: settings write variables so
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tellingLines } from '../../src/mcp/stdio-transport.js';
import { createWorld, type World } from '../support/world.js';
import { fake, readLog } from './support.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const file = (): string => join(world.home, '.ocode/settings.json');
const settings = (value: object): void => world.files({ '../home/.ocode/settings.json': JSON.stringify(value) });
const saved = (): Record<string, unknown> => JSON.parse(readFileSync(file(), 'utf8')).mcp_servers;

describe('entries of the settings', () => {
  it('are added, shown without secrets, and removed', async () => {
    await world.ocode(['mcp', 'add', 'kit', 'node', '--env', 'TOKEN=a=b', '--cwd', '.', '--', 'server.js', '-x']);
    await world.ocode(['mcp', 'add', 'web', '--url', 'https://example.org/${PART}/mcp', '--header', 'X-Key: ${KEY}', '--type', 'sse']);
    expect(saved()).toEqual({
      kit: { command: 'node', args: ['server.js', '-x'], env: { TOKEN: 'a=b' }, cwd: '.' },
      web: { url: 'https://example.org/${PART}/mcp', type: 'sse', headers: { 'X-Key': '${KEY}' } },
    });
    const shown = await world.ocode(['mcp', 'get', 'kit', '--json']);
    expect(shown.json()).toMatchObject({ name: 'kit', command: 'node', env: ['TOKEN'] });
    expect((await world.ocode(['mcp', 'remove', 'kit'])).code).toBe(0);
    expect(Object.keys(saved())).toEqual(['web']);
  });

  it('secrets of a login are not shown', async () => {
    settings({ mcp_servers: { web: { url: 'https://example.org/mcp', oauth: { client_id: 'me', client_secret: 'hush' } } } });
    for (const args of [
      ['mcp', 'get', 'web'],
      ['mcp', 'get', 'web', '--json'],
    ]) {
      const run = await world.ocode(args);
      expect(run.code).toBe(0);
      expect(run.stdout).toContain('client_secret');
      expect(run.stdout).not.toContain('hush');
    }
  });

  it.each<[string[], RegExp]>([
    [['add', 'kit'], /either a command or --url/],
    [['add', 'kit', 'x', '--url', 'https://example.org'], /either a command or --url/],
    [['add', 'kit', '--url', 'ftp://example.org'], /not an http/],
    [['add', 'kit', '--url', 'https://example.org', '--type', 'carrier-pigeon'], /--type/],
    [['add', 'a b', 'x'], /cannot be the name/],
    [['add', 'kit', 'x', '--env', 'NAME'], /NAME=value/],
    [['get', 'nobody'], /no MCP server "nobody"/],
    [['remove', 'nobody'], /no MCP server "nobody"/],
    [['test', 'nobody'], /no MCP server nobody/],
    [['call', 'nobody', 'x'], /no MCP server nobody/],
    [['call', 'kit', 'x', '{not json'], /JSON/],
    [['lisst'], /did you mean list/],
  ])('%j: one line and exit 2', async (args, message) => {
    const run = await world.ocode(['mcp', ...args]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toMatch(message);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('list, test and call', () => {
  it('say why a server cannot be used, once', async () => {
    settings({ mcp_servers: { kit: fake(), bad: fake('exits'), off: { ...fake(), disabled: true } } });
    const list = await world.ocode(['mcp', 'list']);
    expect([list.code, list.stderr]).toEqual([0, '']);
    expect(list.stdout).toMatch(/^kit +stdio +connected +11 tools\nbad +stdio +failed +it ended with exit code 3; it said: cannot start: no licence\n$/);
    const tried = await world.ocode(['mcp', 'test', 'bad', '--json']);
    expect(tried.code).toBe(11);
    expect(tried.json()).toMatchObject({ name: 'bad', status: 'failed', tools: [], trusted: true, error: expect.stringContaining('no licence') });
    expect((await world.ocode(['mcp', 'test', 'kit'])).stdout).toMatch(/connected over stdio[\s\S]*echo[\s\S]*prompt greet/);
  });

  it.each<[string, string[], number, RegExp]>([
    ['a tool runs when a rule allows it', ['kit', 'echo', '{"text":"hi","times":"2"}', '--allow', 'mcp(kit/echo)'], 0, /^fake says: hi number 2\n$/],
    ['and not without', ['kit', 'echo', '{"text":"hi"}'], 8, /denied: Not allowed/],
    ['an error of the tool', ['kit', 'fail', '--allow', 'mcp(*)'], 11, /failed on purpose/],
    ['wrong arguments', ['kit', 'echo', '{}', '--allow', 'mcp(*)'], 11, /text is missing/],
    ['an unknown tool', ['kit', 'ecco', '{}', '--allow', 'mcp(*)'], 2, /did you mean echo/],
  ])('call: %s', async (_, args, code, said) => {
    settings({ mcp_servers: { kit: fake() } });
    const run = await world.ocode(['mcp', 'call', ...args]);
    expect(run.code).toBe(code);
    expect(code === 0 ? run.stdout : run.stderr).toMatch(said);
    const json = await world.ocode(['mcp', 'call', ...args, '--json']);
    expect(json.code).toBe(code);
    if (code !== 2) expect(json.json()).toMatchObject({ ok: code === 0 });
  });

  it('call: a server that cannot be used is a failed call, said once', async () => {
    settings({ mcp_servers: { bad: fake('exits') } });
    const run = await world.ocode(['mcp', 'call', 'bad', 'echo', '{}', '--allow', 'mcp(*)']);
    expect([run.code, run.stdout]).toEqual([11, '']);
    expect(run.stderr.match(/no licence/g)).toHaveLength(1);
    const json = await world.ocode(['mcp', 'call', 'bad', 'echo', '{}', '--allow', 'mcp(*)', '--json']);
    expect([json.code, json.json()]).toEqual([11, { ok: false, code: 'failed', text: expect.stringContaining('no licence') }]);
  });

  it('servers of a project that is not trusted are listed and not started', async () => {
    const log = join(world.root, 'log');
    world.files({ '.ocode/settings.json': JSON.stringify({ mcp_servers: { evil: fake('normal', log) } }) });
    const list = await world.ocode(['mcp', 'list', '--json']);
    expect(JSON.parse(list.stdout)).toEqual([{ name: 'evil', transport: 'stdio', status: 'untrusted', tools: [], trusted: false }]);
    for (const args of [
      ['test', 'evil'],
      ['call', 'evil', 'echo', '{"text":"x"}', '--allow', 'mcp(*)'],
    ])
      expect((await world.ocode(['mcp', ...args])).code).not.toBe(0);
    expect(readLog(log)).toEqual([]);
    await world.ocode(['trust']);
    expect((await world.ocode(['mcp', 'call', 'evil', 'echo', '{"text":"x"}', '--allow', 'mcp(*)'])).stdout).toBe('fake says: x\n');
  });
});

describe('the last words of a server', () => {
  it.each([
    ['', ''],
    ['cannot start\n', 'cannot start'],
    ['one\ntwo\nthree\nfour\n', 'two three four'],
    [
      "node:internal/modules/cjs/loader:1143\n  throw err;\n\nError: Cannot find module '/x'\n    at y (z:1)\n  code: 'MODULE_NOT_FOUND'\n}\n\nNode.js v20.20.2\n",
      "Error: Cannot find module '/x'",
    ],
    ['Traceback (most recent call last):\n  File "x", line 1\nModuleNotFoundError: No module named y\n', 'ModuleNotFoundError: No module named y'],
    ['npm error 404 Not Found\nnpm error A complete log\n', 'npm error 404 Not Found npm error A complete log'],
    ['fatal: no repository\nbye\n', 'fatal: no repository'],
  ])('%j', (stderr, told) => {
    expect(tellingLines(stderr)).toBe(told);
  });
});
