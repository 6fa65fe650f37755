// biome-ignore-all lint/suspicious/noExplicitAny: answers of any shape are looked into
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readsOnly } from '../../src/cli/commands/mcp-serve.js';
import type { JudgedCall, SecurityJudge } from '../../src/contract/security.js';
import { type McpServerParts, PROMPTS, serveMcp } from '../../src/modes/mcp-server.js';
import { until } from './support.js';

const FILES: Record<string, string | Buffer> = { 'a.txt': 'words\n', 'src/b c.ts': 'export const b = 1;\n', 'pic.png': Buffer.from([0x89, 0x50, 0, 1]) };

const view = (uri: string) => ({ uri, name: uri, description: '', mimeType: 'text/plain', read: async () => ({ text: `view of ${uri}` }) });

function parts(overrides: Partial<McpServerParts> = {}): McpServerParts {
  return {
    version: '1',
    root: '/project',
    tools: async () => [{ name: 'read', description: 'Reads', parameters: { type: 'object', properties: { path: { type: 'string' } } }, readOnly: true }],
    call: async (name, args, _signal, { progress }) => {
      if (name !== 'read') return { ok: false, code: 'unknown_tool', text: `There is no tool "${name}".` };
      progress('half way');
      return args.path === '../x' ? { ok: false, code: 'outside_workspace', text: 'outside' } : { ok: true, text: `read ${args.path}` };
    },
    files: async () => Object.keys(FILES),
    read: async (path) => (Object.hasOwn(FILES, path) ? Buffer.from(FILES[path] ?? '') : undefined),
    views: ['structure', 'dependencies', 'symbols'].map((name) => view(`ocode://project/${name}`)).concat(view('ocode://git/status')),
    templates: [
      {
        uriTemplate: 'ocode://project/symbols/{+path}',
        name: 'symbols of a file',
        description: '',
        mimeType: 'text/plain',
        read: async ({ path }) => (path === 'src/b c.ts' ? { text: '1: constant b' } : undefined),
      },
    ],
    prompts: PROMPTS,
    watch: async () => {},
    note: () => {},
    ...overrides,
  };
}

/** A client by hand: what it sends is exactly what is written. */
function talk(server: McpServerParts, signal = new AbortController().signal) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const received: Array<Record<string, any>> = [];
  let rest = '';
  output.on('data', (chunk) => {
    rest += chunk;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    received.push(...lines.map((line) => JSON.parse(line)));
  });
  const done = serveMcp(server, { input, output }, signal);
  let id = 0;
  const send = (message: object): boolean => input.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const request = async (method: string, params: object = {}): Promise<Record<string, any>> => {
    id += 1;
    const own = id;
    send({ id: own, method, params });
    await until(() => received.some((message) => message.id === own), `the answer to ${method}`);
    return received.find((message) => message.id === own) ?? {};
  };
  const initialize = (capabilities = {}) => request('initialize', { protocolVersion: '2025-06-18', capabilities, clientInfo: { name: 't', version: '1' } });
  return { input, received, done, send, request, initialize };
}

describe('ocode as a server', () => {
  it('offers tools, says what failed, and passes progress on', async () => {
    const client = talk(parts());
    expect((await client.initialize()).result).toMatchObject({
      serverInfo: { name: 'ocode' },
      capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
    });
    expect((await client.request('tools/list')).result.tools).toMatchObject([
      { name: 'read', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
    ]);
    const called = await client.request('tools/call', { name: 'read', arguments: { path: 'a.txt' }, _meta: { progressToken: 'p' } });
    expect(called.result).toEqual({ content: [{ type: 'text', text: 'read a.txt' }] });
    expect(client.received.find((message) => message.method === 'notifications/progress')?.params).toMatchObject({ progressToken: 'p', message: 'half way' });
    expect((await client.request('tools/call', { name: 'read', arguments: { path: '../x' } })).result).toMatchObject({ isError: true });
    expect((await client.request('tools/call', { name: 'nope' })).error.code).toBe(-32602);
    expect((await client.request('no/such')).error.code).toBe(-32601);
  });

  it('offers files and views of the project', async () => {
    const client = talk(parts());
    await client.initialize();
    const { resources } = (await client.request('resources/list')).result;
    expect(resources.map((resource: { uri: string }) => resource.uri)).toEqual([
      'ocode://project/structure',
      'ocode://project/dependencies',
      'ocode://project/symbols',
      'ocode://git/status',
      'file:///project/a.txt',
      'file:///project/src/b%20c.ts',
      'file:///project/pic.png',
    ]);
    const read = async (uri: string) => {
      const answer = await client.request('resources/read', { uri });
      return answer.result?.contents[0] ?? answer.error.code;
    };
    expect(await read('file:///project/src/b%20c.ts')).toMatchObject({ mimeType: 'text/x-typescript', text: 'export const b = 1;\n' });
    expect(await read('file:///project/pic.png')).toMatchObject({ mimeType: 'image/png', blob: 'iVAAAQ==' });
    expect(await read('ocode://git/status')).toMatchObject({ text: 'view of ocode://git/status' });
    expect(await read('ocode://project/symbols/src/b%20c.ts')).toMatchObject({ text: '1: constant b' });
    for (const uri of ['file:///etc/passwd', 'file:///project/../etc/passwd', 'file://other/x', 'http://x', 'ocode://nope', '%'])
      expect(await read(uri)).toBe(-32002);
    expect((await client.request('resources/list', { cursor: 'x' })).error.code).toBe(-32602);
    expect((await client.request('resources/templates/list')).result.resourceTemplates).toHaveLength(2);
  });

  it('what is no text goes along as what it is', async () => {
    const media = [
      { type: 'image' as const, data: 'aaaa', mimeType: 'image/png' },
      { type: 'resource' as const, uri: 'x://y', mimeType: 'text/plain', text: 'inside' },
    ];
    const client = talk(parts({ call: async (name) => ({ ok: true, text: name === 'bare' ? '' : 'words', media }) }));
    await client.initialize();
    const content = async (name: string) => (await client.request('tools/call', { name })).result.content;
    const pieces = [media[0], { type: 'resource', resource: { uri: 'x://y', mimeType: 'text/plain', text: 'inside' } }];
    expect(await content('read')).toEqual([{ type: 'text', text: 'words' }, ...pieces]);
    expect(await content('bare')).toEqual(pieces);
  });

  it('progress nobody asked for is a log message, as loud as the other program wants', async () => {
    const client = talk(parts());
    await client.initialize();
    await client.request('tools/call', { name: 'read', arguments: { path: 'a.txt' } });
    await client.request('logging/setLevel', { level: 'error' });
    await client.request('tools/call', { name: 'read', arguments: { path: 'a.txt' } });
    const logs = client.received.filter((message) => message.method === 'notifications/message');
    expect(logs.map((message) => message.params)).toEqual([{ level: 'info', logger: 'read', data: 'half way' }]);
  });

  it('a tool asks the person of the other program, where there is one', async () => {
    const call: McpServerParts['call'] = async (_name, _args, _signal, caller) => ({
      ok: true,
      text: caller.askPerson
        ? JSON.stringify(await caller.askPerson({ message: 'which?', schema: { type: 'object', properties: { n: { type: 'string' } } } }))
        : 'nobody',
    });
    const alone = talk(parts({ call }));
    await alone.initialize();
    expect((await alone.request('tools/call', { name: 'read' })).result.content[0].text).toBe('nobody');

    const client = talk(parts({ call }));
    await client.initialize({ elicitation: {} });
    const answer = client.request('tools/call', { name: 'read' });
    await until(() => client.received.some(({ method }) => method === 'elicitation/create'), 'the question');
    const question = client.received.find(({ method }) => method === 'elicitation/create');
    expect(question?.params).toMatchObject({ message: 'which?', requestedSchema: { properties: { n: { type: 'string' } } } });
    client.send({ id: question?.id, result: { action: 'accept', content: { n: 'two' } } });
    expect((await answer).result.content[0].text).toBe('{"action":"accept","content":{"n":"two"}}');
  });

  it('tells of watched resources that changed, and of no others', async () => {
    let changed: () => Promise<void> = async () => {};
    let watching: AbortSignal | undefined;
    const files: Record<string, string> = { 'a.txt': 'one', 'b.txt': 'one' };
    let status = 'clean';
    const client = talk(
      parts({
        read: async (path) => (files[path] === undefined ? undefined : Buffer.from(files[path])),
        views: [{ ...view('ocode://git/status'), read: async () => ({ text: status }) }],
        watch: async (callback, signal) => {
          changed = callback;
          watching = signal;
        },
      }),
    );
    await client.initialize();
    const told = () => client.received.filter(({ method }) => method === 'notifications/resources/updated').map(({ params }) => params.uri);
    for (const uri of ['file:///project/a.txt', 'ocode://git/status']) expect((await client.request('resources/subscribe', { uri })).result).toEqual({});
    expect((await client.request('resources/subscribe', { uri: 'file:///project/none' })).error.code).toBe(-32002);
    expect((await client.request('resources/subscribe', { uri: 'file:///etc/passwd' })).error.code).toBe(-32002);
    files['a.txt'] = 'two';
    files['b.txt'] = 'two';
    await changed();
    await changed();
    expect(told()).toEqual(['file:///project/a.txt']);
    status = 'dirty';
    delete files['a.txt'];
    await changed();
    expect(told().slice(1)).toEqual(['file:///project/a.txt', 'ocode://git/status']);
    expect(watching?.aborted).toBe(false);
    expect((await client.request('resources/unsubscribe', { uri: 'file:///project/a.txt' })).result).toEqual({});
    expect((await client.request('resources/unsubscribe', { uri: 'never:watched' })).result).toEqual({});
    await client.request('resources/unsubscribe', { uri: 'ocode://git/status' });
    expect(watching?.aborted).toBe(true);
    status = 'clean';
    await changed();
    expect(told()).toHaveLength(3);
  });

  it('watches no more than it can read after each change', async () => {
    const client = talk(parts({ read: async () => Buffer.from('x') }));
    await client.initialize();
    for (let count = 0; count < 200; count++) client.send({ id: `s${count}`, method: 'resources/subscribe', params: { uri: `file:///project/${count}` } });
    await until(() => client.received.some(({ id }) => id === 's199'), 'the last');
    expect((await client.request('resources/subscribe', { uri: 'file:///project/more' })).error.message).toMatch(/too many/);
  });

  it('pages long lists', async () => {
    const files = Array.from({ length: 1200 }, (_, index) => `f${index}`);
    const client = talk(parts({ files: async () => files }));
    await client.initialize();
    let cursor: string | undefined;
    let count = 0;
    do {
      const { result } = await client.request('resources/list', cursor === undefined ? {} : { cursor });
      count += result.resources.length;
      cursor = result.nextCursor;
    } while (cursor !== undefined);
    expect(count).toBe(1204);
  });

  it('offers prompts with the file in them, and completes paths', async () => {
    const client = talk(parts());
    await client.initialize();
    const names = (await client.request('prompts/list')).result.prompts.map((prompt: { name: string }) => prompt.name);
    expect(names).toEqual(['code_review', 'refactor', 'generate_tests', 'explain', 'debug']);
    const prompt = (await client.request('prompts/get', { name: 'code_review', arguments: { path: 'a.txt' } })).result;
    expect(prompt.messages.map((message: { content: { type: string } }) => message.content.type)).toEqual(['text', 'resource']);
    expect((await client.request('prompts/get', { name: 'explain' })).error.message).toMatch(/needs the argument path/);
    expect((await client.request('prompts/get', { name: 'explain', arguments: { path: 'gone' } })).error.code).toBe(-32602);
    const ref = { type: 'ref/prompt', name: 'explain' };
    expect((await client.request('completion/complete', { ref, argument: { name: 'path', value: 'SRC' } })).result.completion.values).toEqual(['src/b c.ts']);
  });

  it('answers what came before the end of its input, then ends', async () => {
    let finish = (): void => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const client = talk(parts({ call: () => held.then(() => ({ ok: true, text: 'late' })) }));
    await client.initialize();
    client.send({ id: 'last', method: 'tools/call', params: { name: 'read' } });
    client.input.end();
    finish();
    await client.done;
    expect(client.received.at(-1)).toMatchObject({ id: 'last', result: { content: [{ text: 'late' }] } });
  });

  it('goes on after lines that are no JSON-RPC, and cancels calls', async () => {
    let started = false;
    let cancelled = false;
    const client = talk(
      parts({
        call: (_name, _args, signal) =>
          new Promise((resolve) => {
            started = true;
            signal.addEventListener('abort', () => {
              cancelled = true;
              resolve({ ok: false, text: 'cancelled' });
            });
          }),
      }),
    );
    client.input.write('hello\n{"jsonrpc":"2.0"}\n[]\n\u0000\n');
    await client.initialize();
    client.send({ id: 77, method: 'tools/call', params: { name: 'read' } });
    await until(() => started, 'the call');
    client.send({ method: 'notifications/cancelled', params: { requestId: 77 } });
    await until(() => cancelled, 'the cancellation');
    client.input.end();
    await client.done;
  });
});

describe('whatever comes in', () => {
  it('never ends it, never brings anything but JSON-RPC out, and answers what has an id', async () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean(), fc.constant('2.0'));
    const message = fc.record(
      {
        jsonrpc: fc.oneof(fc.constant('2.0'), scalar),
        id: scalar,
        method: fc.oneof(fc.constantFrom('tools/call', 'tools/list', 'resources/read', 'prompts/get', 'initialize', 'ping', 'notifications/cancelled'), scalar),
        params: fc.oneof(scalar, fc.dictionary(fc.constantFrom('name', 'uri', 'arguments', 'cursor', '_meta', 'requestId'), fc.jsonValue()), fc.jsonValue()),
      },
      { requiredKeys: [] },
    );
    const line = fc.oneof(
      message.map((value) => JSON.stringify(value)),
      fc.json(),
      fc.string().map((text) => text.replaceAll('\n', ' ')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const client = talk(parts());
        await client.initialize();
        for (const text of lines) client.input.write(`${text}\n`);
        client.send({ id: 'last', method: 'ping' });
        await until(() => client.received.some(({ id }) => id === 'last'), 'the last answer');
        client.input.end();
        await client.done;
        for (const answer of client.received) expect(answer.jsonrpc).toBe('2.0');
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  it('a request whose form is wrong is answered, one that is far too long left out', async () => {
    const notes: string[] = [];
    const client = talk(parts({ note: (text) => notes.push(text) }));
    await client.initialize();
    client.input.write('{"id":"odd","method":"ping","params":5,"jsonrpc":"1.0"}\n');
    await until(() => client.received.some(({ id }) => id === 'odd'), 'the answer');
    expect(client.received.find(({ id }) => id === 'odd')?.error.code).toBe(-32600);
    const chunk = Buffer.alloc(1 << 20, 'x');
    for (let count = 0; count < 20; count++) client.input.write(chunk);
    client.input.write('\n');
    expect((await client.request('ping')).result).toEqual({});
    expect(notes.filter((text) => /longer than/.test(text))).toHaveLength(1);
  });
});

describe('a server that only reads', () => {
  const judge = (verdict: object): SecurityJudge => ({ decide: async () => verdict as never, grant: () => {}, taint: () => {} });
  const call = (kind: 'read' | 'write' | 'delete'): JudgedCall => ({ tool: 't', kind: 'edit', accesses: [{ kind, path: 'a' }], args: {} });

  it.each([
    ['read', { verdict: 'allow', reason: '' }, 'allow'],
    ['write', { verdict: 'allow', reason: '' }, 'deny'],
    ['delete', { verdict: 'allow', reason: '' }, 'deny'],
    ['write', { verdict: 'allow', reason: '', rule: 'edit(a)' }, 'allow'],
    ['write', { verdict: 'ask', reason: '', scope: '' }, 'ask'],
    ['read', { verdict: 'deny', reason: '' }, 'deny'],
  ] as const)('%s, judged %j: %s', async (kind, verdict, expected) => {
    expect((await readsOnly(judge(verdict)).decide(call(kind))).verdict).toBe(expected);
  });
});
