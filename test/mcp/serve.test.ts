// biome-ignore-all lint/suspicious/noExplicitAny: answers of any shape are looked into
import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BIN } from '../support/run-cli.js';
import { createWorld, type World } from '../support/world.js';
import { fake, onCleanup, readLog, until } from './support.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const FILES = {
  'src/area.ts': 'import { side } from "./side.js";\n\nexport function area(): number {\n  return side() * side();\n}\n',
  'src/side.ts': 'export function side(): number {\n  return 3;\n}\n',
  'notes.md': 'words in a file\n',
  '.env': 'SECRET=1\n',
  '.gitignore': 'ignored.txt\n',
  'ignored.txt': 'x\n',
};
const uri = (path: string): string => pathToFileURL(`${world.project}/${path}`).href;

/** The built program as a server, and every line it wrote. */
function serve(args: readonly string[] = [], env: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, [BIN, 'mcp', 'serve', ...args], {
    cwd: world.project,
    env: { PATH: process.env.PATH, ...world.env, ...env } as NodeJS.ProcessEnv,
    stdio: 'pipe',
  });
  onCleanup(() => child.kill('SIGKILL'));
  const lines: string[] = [];
  let rest = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    const parts = `${rest}${chunk}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const messages = (): Array<Record<string, any>> => lines.map((line) => JSON.parse(line));
  let id = 0;
  const send = (message: object) => child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const request = async (method: string, params: object = {}): Promise<Record<string, any>> => {
    id += 1;
    const own = id;
    send({ id: own, method, params });
    await until(() => messages().some((message) => message.id === own), `the answer to ${method}`);
    return messages().find((message) => message.id === own) ?? {};
  };
  return {
    request,
    send,
    messages,
    ended,
    stderr: () => stderr,
    leave: () => child.stdout?.destroy(),
    initialize: () => request('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '1' } }),
    read: async (address: string) => {
      const answer = await request('resources/read', { uri: address });
      return answer.result?.contents[0]?.text ?? answer.error;
    },
    call: async (name: string, args: object = {}) => {
      const answer = await request('tools/call', { name, arguments: args });
      return answer.error ?? { ok: !answer.result.isError, text: answer.result.content[0]?.text };
    },
    end: async () => {
      child.stdin?.end();
      const code = await ended;
      expect(rest).toBe('');
      for (const message of messages()) expect(message.jsonrpc).toBe('2.0');
      return code;
    },
  };
}

describe('ocode mcp serve, the built program', () => {
  it('files and views are resources, with templates and completion', async () => {
    world.files(FILES);
    world.git('init', '-q');
    const server = serve();
    expect((await server.initialize()).result.capabilities).toMatchObject({
      resources: { subscribe: true },
      tools: {},
      prompts: {},
      completions: {},
      logging: {},
    });
    const listed = (await server.request('resources/list')).result.resources.map((resource: { uri: string }) => resource.uri);
    expect(listed).toEqual(
      expect.arrayContaining([
        'ocode://project/structure',
        'ocode://project/dependencies',
        'ocode://project/symbols',
        'ocode://git/status',
        uri('src/area.ts'),
        uri('notes.md'),
      ]),
    );
    expect(listed).not.toContain(uri('ignored.txt'));
    expect(await server.read('ocode://project/structure')).toContain('src');
    expect(await server.read('ocode://project/dependencies')).toContain('src/area.ts: src/side.ts');
    expect(await server.read('ocode://project/symbols')).toMatch(/src\/area\.ts\n {2}3: function area/);
    expect(await server.read('ocode://project/symbols/src/side.ts')).toBe('1: function side');
    expect(await server.read('ocode://git/status')).toMatch(/notes\.md/);
    expect(await server.read(uri('notes.md'))).toBe('words in a file\n');
    for (const address of [
      uri('.env'),
      'file:///etc/passwd',
      uri('../home/.ocode/auth.json'),
      'ocode://project/symbols/../../etc/passwd',
      'ocode://project/none',
    ])
      expect(await server.read(address), address).toMatchObject({ code: -32002 });
    const { resourceTemplates } = (await server.request('resources/templates/list')).result;
    expect(resourceTemplates.map((template: { uriTemplate: string }) => template.uriTemplate)).toEqual([
      uri('{+path}').replaceAll('%7B', '{').replaceAll('%7D', '}'),
      'ocode://project/symbols/{+path}',
    ]);
    for (const ref of [
      { type: 'ref/resource', uri: 'ocode://project/symbols/{+path}' },
      { type: 'ref/prompt', name: 'explain' },
    ])
      expect((await server.request('completion/complete', { ref, argument: { name: 'path', value: 'src/s' } })).result.completion.values).toEqual([
        'src/side.ts',
      ]);
    expect(await server.end()).toBe(0);
    expect(server.stderr()).toBe('');
  });

  it('prompts carry the file, as far as it may be read', async () => {
    world.files(FILES);
    const server = serve();
    await server.initialize();
    const args: Record<string, object> = {
      code_review: { path: 'src/area.ts', focus: 'speed' },
      refactor: { path: 'src/area.ts' },
      generate_tests: { path: 'src/area.ts' },
      explain: { path: 'src/area.ts', symbol: 'area' },
      debug: { error: 'TypeError: x', path: 'src/area.ts' },
    };
    const { prompts } = (await server.request('prompts/list')).result;
    expect(prompts.map(({ name }: { name: string }) => name)).toEqual(Object.keys(args));
    for (const [name, values] of Object.entries(args)) {
      const { messages } = (await server.request('prompts/get', { name, arguments: values })).result;
      expect(messages[0].content.text, name).toContain('src/area.ts');
      expect(messages[1].content.resource.text, name).toContain('function area');
    }
    expect((await server.request('prompts/get', { name: 'explain', arguments: { path: '.env' } })).error.message).toMatch(/there is no file/);
    expect(await server.end()).toBe(0);
  });

  it('reads only, until a rule or a mode says more', async () => {
    world.files(FILES);
    const write = { path: 'src/new.ts', content: 'export {};\n' };
    const careful = serve();
    await careful.initialize();
    const names = (await careful.request('tools/list')).result.tools.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(['read', 'grep', 'find_symbol', 'git_status']));
    for (const name of ['write', 'edit', 'bash', 'more_tools', 'use_tool', 'agent', 'remember']) expect(names).not.toContain(name);
    expect(await careful.call('write', write)).toMatchObject({ ok: false, text: expect.stringMatching(/only reads/) });
    expect(await careful.call('file_ops', { action: 'delete', path: 'notes.md' })).toMatchObject({ ok: false });
    expect(await careful.call('bash', { command: 'echo x > notes.md' })).toMatchObject({ ok: false });
    expect(await careful.call('read', { path: 'notes.md' })).toMatchObject({ ok: true, text: expect.stringContaining('words in a file') });
    await careful.end();

    const allowed = serve(['--allow', 'edit(src/**)']);
    await allowed.initialize();
    expect(await allowed.call('write', write)).toMatchObject({ ok: true });
    expect(world.read('src/new.ts')).toBe('export {};\n');
    expect(await allowed.call('write', { path: 'notes.md', content: 'gone' })).toMatchObject({ ok: false });
    expect(world.read('notes.md')).toBe('words in a file\n');
    await allowed.end();
  });

  it('tools of plugins are offered, those of other servers are not even started', async () => {
    const log = `${world.root}/log`;
    world.files({
      ...FILES,
      '../home/.ocode/settings.json': JSON.stringify({ mcp_servers: { kit: fake('normal', log) } }),
      '../home/.ocode/plugins/demo.mjs': `export default ({ z, ToolError }) => ({ name: 'demo', tools: [
        { name: 'shout', description: 'Louder.', input: z.object({ text: z.string() }), run: async ({ text }) => ({ text: text.toUpperCase(), media: [{ type: 'image', data: 'aaaa', mimeType: 'image/png' }] }) },
        { name: 'break', description: 'Never works.', input: z.object({}), run: async () => { throw new ToolError('failed', 'on purpose'); } },
      ] });`,
    });
    const server = serve(['--allow', 'mcp(demo/*)']);
    await server.initialize();
    expect((await server.request('tools/list')).result.tools.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['shout', 'break']));
    expect((await server.request('tools/call', { name: 'shout', arguments: { text: 'hi' } })).result.content).toEqual([
      { type: 'text', text: 'HI' },
      { type: 'image', data: 'aaaa', mimeType: 'image/png' },
    ]);
    expect(await server.call('break')).toEqual({ ok: false, text: 'on purpose' });
    for (const name of ['kit__echo', 'use_tool', 'agent', 'nonsense'])
      expect(await server.call(name, { name: 'kit__echo' }), name).toMatchObject({ code: -32602 });
    await server.end();
    expect(readLog(log)).toEqual([]);
  });

  it('a watched file that changes is told', async () => {
    world.files(FILES);
    const server = serve();
    await server.initialize();
    for (const address of [uri('notes.md'), 'ocode://project/symbols/src/side.ts']) await server.request('resources/subscribe', { uri: address });
    world.files({ 'notes.md': 'other words\n', 'src/side.ts': 'export function edge(): number {\n  return 3;\n}\n' });
    const told = () => server.messages().flatMap(({ method, params }) => (method === 'notifications/resources/updated' ? [params.uri] : []));
    // Where the system does not tell of changes, the project is looked over every ten seconds.
    for (let attempt = 0; attempt < 3 && told().length < 2; attempt++) await until(() => told().length >= 2, 'the news').catch(() => {});
    expect(told().sort()).toEqual([uri('notes.md'), 'ocode://project/symbols/src/side.ts'].sort());
    expect(await server.read('ocode://project/symbols/src/side.ts')).toBe('1: function edge');
    expect(await server.end()).toBe(0);
  }, 60_000);
});

describe('stdout carries only protocol', () => {
  it('warnings of settings and broken plugins go to stderr', async () => {
    world.files({
      '../home/.ocode/settings.json': '{ "no_such_key": 1, "context": { "budget": 100 } }',
      '../home/.ocode/plugins/bad.mjs': 'console.log("hello from a plugin"); throw new Error("broken");',
      '../home/.ocode/plugins/loud.mjs': `export default ({ z }) => ({ name: 'loud', tools: [
        { name: 'shout', description: 'Loud.', input: z.object({}), run: async () => { console.log('logged'); process.stdout.write('written'); return { text: 'done' }; } },
      ] });`,
    });
    const server = serve(['--allow', 'mcp(loud/*)']);
    await server.initialize();
    await server.request('tools/list');
    expect(await server.call('shout')).toEqual({ ok: true, text: 'done' });
    expect(await server.end()).toBe(0);
    expect(server.stderr()).toMatch(/no_such_key/);
    for (const said of ['hello from a plugin', 'logged', 'written']) expect(server.stderr()).toContain(said);
    expect(server.stderr()).toMatch(/bad\.mjs.*broken/);
  });

  it('nor does the one object of a one-shot run meet what plugins print', async () => {
    world.files({
      '../home/.ocode/plugins/loud.mjs': 'console.log("hello"); export default ({ z }) => { console.info("more"); return { name: "loud", tools: [] }; };',
    });
    await world.serve({ turns: [{ calls: [{ name: 'more_tools', args: { set: 'plugin' } }] }, 'done'] });
    const run = await world.ask('go');
    expect(run.json().result).toBe('done');
    expect(run.stderr).toMatch(/hello\nmore/);
  });

  it('a client that goes away ends it', async () => {
    world.files(FILES);
    const server = serve();
    await server.initialize();
    server.leave();
    server.send({ id: 5, method: 'resources/list' });
    expect(await server.ended).toBe(0);
    expect(server.stderr()).toBe('');
  });

  it('settings that do not parse: exit 3, nothing on stdout', async () => {
    world.files({ '../home/.ocode/settings.json': '{ "model": ' });
    const server = serve();
    expect(await server.ended).toBe(3);
    expect(server.messages()).toEqual([]);
    expect(server.stderr()).toMatch(/settings\.json/);
  });

  it('lines that are no JSON-RPC, unknown methods and wrong parameters are answered or left out, and it goes on', async () => {
    world.files(FILES);
    const server = serve();
    await server.initialize();
    server.send({ id: { odd: true }, method: 'ping' });
    server.send({ id: null, method: 'ping' });
    server.send({ result: 'nobody asked', id: 999 });
    server.send({ method: 'notifications/unknown', params: { deep: [[[]]] } });
    expect((await server.request('no/such')).error.code).toBe(-32601);
    for (const [method, params] of [
      ['tools/call', { name: 5 }],
      ['tools/call', {}],
      ['resources/read', { uri: ['x'] }],
      ['resources/subscribe', {}],
      ['completion/complete', { ref: 'x' }],
      ['prompts/get', { name: 'explain', arguments: { path: 5 } }],
      ['logging/setLevel', { level: 'shouting' }],
    ] as const)
      expect(typeof (await server.request(method, params)).error.code, method).toBe('number');
    expect(await server.call('read', { path: 7, nonsense: true })).toMatchObject({ ok: false });
    expect(await server.call('read', { path: 'notes.md'.padEnd(1_000_000, 'x') })).toMatchObject({ ok: false });
    expect(await server.call('read', { path: 'notes.md' })).toMatchObject({ ok: true });
    expect(await server.end()).toBe(0);
  });
});
