import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

describe('what comes from files, models and servers does not command the terminal', () => {
  const red = '\u001b[31m';

  it('in the listing of symbols', async () => {
    world.files({ 'a.js': `export function paint(color = '${red}') {}\n` });
    const run = await world.ocode(['symbols', 'a.js']);
    expect([run.code, run.stdout]).toEqual([0, expect.stringContaining('paint')]);
    expect(run.stdout).not.toContain('\u001b');
  });

  it('in the error of a tool', async () => {
    world.files({ 'p.mjs': '' });
    mkdirSync(join(world.home, '.ocode', 'plugins'), { recursive: true });
    writeFileSync(
      join(world.home, '.ocode', 'plugins', 'p.mjs'),
      `export default (ocode) => ({ name: 'p', tools: [{ name: 'shout', description: 'shouts', input: ocode.z.object({}),
        run: async (_, { progress }) => { progress('a\\u001b]0;owned\\u0007b'); throw new ocode.ToolError('failed', 'loud ${red}red'); } }] });`,
    );
    const run = await world.ocode(['tools', 'run', 'shout', '{}', '--allow', 'mcp(p/*)']);
    expect([run.code, run.stderr]).toEqual([11, expect.stringContaining('loud')]);
    expect(run.stderr).not.toContain('\u001b');
  });

  it('in the steps of a pull', async () => {
    await world.serve({ pullSteps: [{ status: `pulling ${red}layer` }, { status: 'success' }] });
    const run = await world.ocode(['models', 'pull', 'qwen']);
    expect([run.code, run.stderr]).toEqual([0, 'pulling layer\nsuccess\n']);
  });
});

describe('settings', () => {
  it('a key that only looks like one is not set', async () => {
    const run = await world.ocode(['config', 'get', 'providers.constructor']);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('is not set')]);
  });

  it('a mistyped key of a provider is told with the right one', async () => {
    mkdirSync(join(world.home, '.ocode'), { recursive: true });
    writeFileSync(join(world.home, '.ocode', 'settings.json'), '{"providers": {"mine": {"base_ur": "http://127.0.0.1:1"}}}');
    const run = await world.ocode(['config', 'validate', '--json']);
    expect(run.json().warnings).toEqual([expect.stringContaining('"providers.mine.base_ur"; did you mean "providers.mine.base_url"?')]);
  });

  it('one layer at most can be named', async () => {
    const run = await world.ocode(['mcp', 'add', 'docs', '--url', 'http://127.0.0.1:1/mcp', '--local', '--project']);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
    expect(existsSync(join(world.project, '.ocode'))).toBe(false);
  });

  it('--config is looked for in the folder of -C', async () => {
    world.files({ 'own.json': '{"mcp_servers": {"docs": {"url": "http://127.0.0.1:1/mcp"}}}' });
    const elsewhere = { cwd: world.home };
    const validated = await world.ocode(['-C', world.project, '--config', 'own.json', 'config', 'validate', '--json'], elsewhere);
    expect([validated.code, validated.json().files]).toEqual([0, [join(world.project, 'own.json')]]);
    const got = await world.ocode(['-C', world.project, '--config', 'own.json', 'mcp', 'get', 'docs', '--json'], elsewhere);
    expect([got.code, got.json().url]).toEqual([0, 'http://127.0.0.1:1/mcp']);
  });
});

describe('a plugin that cannot say what a call would touch', () => {
  it.each([
    ['throws', '() => { throw new Error("oops"); }'],
    ['answers later', 'async () => [{ kind: "read", path: "a" }]'],
    ['answers nonsense', '() => [{ kind: "reads", path: 5 }]'],
  ])('%s: the call is refused, and nothing else breaks', async (_, access) => {
    mkdirSync(join(world.home, '.ocode', 'plugins'), { recursive: true });
    writeFileSync(
      join(world.home, '.ocode', 'plugins', 'p.mjs'),
      `export default (ocode) => ({ name: 'p', tools: [{ name: 'odd', description: 'odd', input: ocode.z.object({}), access: ${access}, run: async () => ({ text: 'ran' }) }] });`,
    );
    const run = await world.ocode(['tools', 'run', 'odd', '{}', '--json', '--permission-mode', 'full']);
    expect([run.code, run.json()]).toEqual([11, { ok: false, code: 'failed', text: expect.stringMatching(/plugin p .*touch/) }]);
    const checked = await world.ocode(['permissions', 'check', '--stdin'], { stdin: '{"tool":"odd","args":{}}\n' });
    expect([checked.code, checked.lines()]).toEqual([0, [{ verdict: 'deny', reason: expect.stringContaining('plugin p') }]]);
  });
});

it('no key is kept for a provider that nobody has', async () => {
  const run = await world.ocode(['auth', 'login', '--provider', 'openia'], { stdin: 'a-key\n' });
  expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('did you mean openai?')]);
  expect((await world.ocode(['auth', 'status', '--provider', 'openai', '--json'])).stdout.trim()).toBe('[]');
});

describe('the plugin of the docs', () => {
  const isAt = (home: string): void => {
    mkdirSync(join(home, '.ocode', 'plugins'), { recursive: true });
    cpSync('docs/examples/word-count.mjs', join(home, '.ocode', 'plugins', 'word-count.mjs'));
  };
  it("is listed and shown, and its own name wins over a built-in tool's alias", async () => {
    isAt(world.home);
    world.files({ 'a.txt': 'one two\n' });
    const list = (await world.ocode(['tools', 'list', '--json'])).json() as unknown as Array<{ name: string }>;
    expect(list.find((tool) => tool.name === 'word_count')).toMatchObject({ set: 'plugin', kind: 'read', offered: false });
    expect((await world.ocode(['tools', 'show', 'word_count'])).stdout).toMatch(/^word_count \(plugin, read\)/);
    const run = await world.ocode(['tools', 'run', 'word_count', '{"file": "a.txt"}', '--json']);
    expect(run.json()).toMatchObject({ ok: true, data: { lines: 1, words: 2, characters: 8 } });
    // What is only an alias stands for its tool as before, with what it presets.
    expect((await world.ocode(['tools', 'run', 'wc', '{"path": "a.txt"}', '--json'])).json()).toMatchObject({ ok: true, data: { bytes: 8 } });
    const checked = await world.ocode(['permissions', 'check', '--stdin'], { stdin: '\ufeff{"tool":"wc","args":{"path":"a.txt"}}\r\n' });
    expect(checked.lines()).toMatchObject([{ verdict: 'allow' }]);
  });
  it('is called by the model by its name, natively and through use_tool, on the first turn', async () => {
    isAt(world.home);
    world.files({ 'a.txt': 'one two\n' });
    const call = (name: string, args: Record<string, unknown>): { calls: Array<{ name: string; args: Record<string, unknown> }> } => ({
      calls: [{ name, args }],
    });
    const server = await world.serve({
      turns: [call('word_count', { path: 'a.txt' }), call('use_tool', { name: 'word_count', args: { path: 'a.txt' } }), call('wc', { path: 'a.txt' }), 'ok'],
    });
    expect((await world.ask('x')).code).toBe(0);
    const results = (server.chats.at(-1)?.body.messages ?? []).filter((message: { role: string }) => message.role === 'tool');
    expect(results.map((message: { content: string }) => message.content)).toEqual([
      '1 lines, 2 words, 8 characters',
      '1 lines, 2 words, 8 characters',
      expect.stringContaining('bytes'),
    ]);
  });
});

it('permissions check answers every line, also one that is no object', async () => {
  const run = await world.ocode(['permissions', 'check', '--stdin', '--json'], { stdin: 'null\n[1]\n"x"\n{"tool":"ls","args":{}}\n' });
  expect([run.code, run.lines().map((line) => line.verdict)]).toEqual([0, ['deny', 'deny', 'deny', 'allow']]);
});

it('-q keeps warnings of commands back too', async () => {
  mkdirSync(join(world.home, '.ocode'), { recursive: true });
  writeFileSync(join(world.home, '.ocode', 'settings.json'), '{"modle": "x"}');
  world.files({ 'a.txt': 'one\n' });
  const command = ['tools', 'run', 'read', '{"path": "a.txt"}'];
  expect((await world.ocode(command)).stderr).toContain('modle');
  expect((await world.ocode(['-q', ...command])).stderr).toBe('');
});

it.skipIf(process.platform === 'win32')('init leaves what it cannot copy where it was, and can be tried again', async () => {
  const run = await world.ocode(['config', 'path', '--json']);
  expect(run.code).toBe(0);
  await world.serve({ rest: 'Fine.' });
  expect((await world.ask('x')).code).toBe(0);
  const projects = join(world.home, '.ocode', 'projects');
  const sessions = join(projects, readdirSync(projects)[0] ?? '', 'sessions');
  execFileSync('mkfifo', [join(sessions, 'a-pipe')]);
  const init = await world.ocode(['init']);
  expect([init.code, init.stderr]).toEqual([0, expect.stringContaining('could not be moved')]);
  expect(readdirSync(sessions)).toHaveLength(2);
  expect(existsSync(join(world.project, '.ocode', 'sessions'))).toBe(false);
});

it('symbols: a list of files may have Windows line ends', async () => {
  world.files({ 'a.js': 'export const a = 1;\n', 'b c.py': 'def b(): pass\n' });
  const run = await world.ocode(['symbols', '--json'], { stdin: 'a.js\r\nb c.py\r\n' });
  expect([
    run.code,
    run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).path),
  ]).toEqual([0, ['a.js', 'b c.py']]);
});
