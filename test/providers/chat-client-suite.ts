import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createProvider } from '../../src/providers/index.js';
import { type FakeOllama, type FakeOptions, startFakeOllama, type Turn } from '../fakes/ollama-server.mjs';
import { failure, listen, request, serve, soon } from './support.js';

const TOOL = { name: 'read', description: 'Reads a file.', parameters: { type: 'object', properties: { path: { type: 'string' } } } };

/** What every provider must do, over real HTTP. A new provider runs it with its name. */
export function chatClientSuite(provider: string): void {
  const open: Array<{ close(): Promise<void> }> = [];
  const start = async (turns: Turn[], options: FakeOptions = {}): Promise<FakeOllama> => {
    const fake = await startFakeOllama({ turns, ...options });
    open.push(fake);
    return fake;
  };
  const clientOf = (fake: { url: string }, extra = {}) => createProvider(provider, { host: fake.url, ...extra }).client;
  const hear = async (turns: Turn[], options: FakeOptions = {}) => listen(clientOf(await start(turns, options)), { tools: [TOOL] });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((server) => server.close()));
  });

  describe(`${provider}: answers`, () => {
    it('streams words, then says why it ended and what it cost', async () => {
      const heard = await hear([{ text: 'Hello wide world.', usage: { prompt: 40, output: 7 } }]);
      expect(heard).toMatchObject({
        text: 'Hello wide world.',
        error: undefined,
        calls: [],
        done: { reason: 'stop', usage: { input_tokens: 40, output_tokens: 7 } },
      });
    });

    it('keeps thinking apart from words', async () => {
      expect(await hear([{ thinking: 'Let me see.', text: 'Four.' }])).toMatchObject({ thinking: 'Let me see.', text: 'Four.' });
    });

    it('says each delta when it comes, not at the end', async () => {
      const fake = await start([[{ text: 'first' }, { wait: 60_000 }]]);
      const stop = new AbortController();
      const answer = clientOf(fake).chat(request(), stop.signal)[Symbol.asyncIterator]();
      expect(await answer.next()).toEqual({ done: false, value: { type: 'text', text: 'first' } });
      stop.abort();
      await expect(answer.next()).rejects.toMatchObject({ code: 'interrupted' });
    });

    it('reads several calls, in one chunk and in several', async () => {
      const heard = await hear([
        [
          {
            calls: [
              { name: 'read', args: { path: 'a' } },
              { name: 'read', args: { path: 'b' } },
            ],
          },
          { calls: [{ name: 'ls', args: {} }] },
          { done: {} },
        ],
      ]);
      expect(heard.calls.map(({ name, args }) => [name, args])).toEqual([
        ['read', { path: 'a' }],
        ['read', { path: 'b' }],
        ['ls', {}],
      ]);
      expect(heard.done?.reason).toBe('stop');
    });

    it("gives every call an id of its own, the server's where it can", async () => {
      const heard = await hear([
        {
          calls: [
            { id: 'abc', name: 'ls' },
            { id: '', name: 'ls' },
            { id: '', name: 'ls' },
          ],
        },
      ]);
      const ids = heard.calls.map(({ id }) => id);
      expect(ids[0]).toBe('abc');
      expect(new Set(ids).size).toBe(3);
      expect(ids.every((id) => id.length > 0)).toBe(true);
    });

    it('takes arguments as JSON text, and none at all', async () => {
      const heard = await hear([
        {
          calls: [
            { name: 'read', args: '{"path":"ä"}' },
            { name: 'ls', args: '' },
          ],
        },
      ]);
      expect(heard.calls.map(({ args }) => args)).toEqual([{ path: 'ä' }, {}]);
    });

    it('tells arguments that are not an object, with what the model wrote', async () => {
      const { error, calls } = await hear([{ calls: [{ name: 'read', args: '{"path": "a' }] }]);
      expect(calls).toEqual([]);
      expect(error).toMatchObject({ code: 'malformed_call', details: { raw: '{"path": "a', name: 'read' } });
    });

    it('tells an answer that hit the limit', async () => {
      expect((await hear([{ text: 'Half a sen', reason: 'length' }])).done?.reason).toBe('length');
    });

    it('takes an empty answer as it is', async () => {
      expect(await hear([{ text: '' }])).toMatchObject({ text: '', calls: [], done: { reason: 'stop' }, error: undefined });
    });

    it('warms up nothing and sends nothing but the request', async () => {
      const fake = await start(['ok']);
      await listen(clientOf(fake));
      expect(fake.requests).toHaveLength(1);
    });

    it('keeps the connection between requests', async () => {
      const words = ['one', 'two', 'three', 'four', 'five'];
      const fake = await start(words);
      const client = clientOf(fake);
      for (const word of words) expect((await listen(client)).text).toBe(word);
      // Two, when a request starts before the end of the last answer has arrived.
      expect(fake.connections).toBeLessThanOrEqual(2);
    });
  });

  describe(`${provider}: requests`, () => {
    it('are the same bytes for the same messages, and begin with the request before', async () => {
      const fake = await start(['a', 'b', 'c']);
      const client = clientOf(fake);
      const messages = request().messages;
      const longer = [
        ...messages,
        { role: 'assistant' as const, text: 'I look.', thinking: 'hm', calls: [{ id: 'call_1', name: 'read', args: { path: 'a', deep: { x: [1, null] } } }] },
        { role: 'tool' as const, callId: 'call_1', name: 'read', ok: true, text: 'AAA' },
      ];
      await listen(client, { messages, tools: [TOOL] });
      await listen(client, { messages: longer, tools: [TOOL] });
      await listen(client, { messages: structuredClone(longer), tools: structuredClone([TOOL]) });
      const [first, second, third] = fake.chats.map(({ text }) => text);
      expect(third).toBe(second);
      const end = first!.indexOf(']', first!.indexOf('"messages"'));
      expect(second!.startsWith(first!.slice(0, end))).toBe(true);
    });

    it('carry calls and results so that the server can pair them', async () => {
      const fake = await start(['ok']);
      await listen(clientOf(fake), {
        messages: [
          { role: 'user', text: 'x' },
          { role: 'assistant', text: '', calls: [{ id: 'call_9', name: 'read', args: { path: 'a' } }] },
          { role: 'tool', callId: 'call_9', name: 'read', ok: true, text: 'AAA' },
        ],
      });
      const [, assistant, tool] = fake.chats[0]!.body.messages;
      expect(assistant.tool_calls).toMatchObject([{ id: 'call_9', function: { name: 'read' } }]);
      expect(tool).toMatchObject({ role: 'tool', tool_call_id: 'call_9', content: 'AAA' });
    });

    it('leave tools out when there are none', async () => {
      const fake = await start(['ok']);
      await listen(clientOf(fake));
      expect(fake.chats[0]?.body).not.toHaveProperty('tools');
    });

    it('carry the key as a bearer, and headers of the settings', async () => {
      const fake = await start(['ok', 'ok'], { bearer: 'k-123' });
      expect((await listen(clientOf(fake, { apiKey: 'k-123', headers: { 'x-team': 'blue' } }))).text).toBe('ok');
      expect(fake.chats[0]?.headers['x-team']).toBe('blue');
      expect((await listen(clientOf(fake))).error).toMatchObject({ code: 'unauthorized', retryable: false });
      expect(fake.requests.at(-1)?.headers.authorization).toBeUndefined();
    });

    it.each([{ apiKey: 'two\nlines' }, { headers: { 'x-team': 'blü\r\nx: y' } }, { headers: { 'bad name': 'x' } }])(
      'tell a key or header that cannot be sent: %j',
      async (extra) => {
        const fake = await start([]);
        expect((await listen(clientOf(fake, extra))).error).toMatchObject({ code: 'config' });
        expect(fake.requests).toHaveLength(0);
      },
    );

    it('go below a path prefix', async () => {
      const fake = await start(['ok']);
      expect((await listen(clientOf({ url: `${fake.url}/behind/proxy/` }))).text).toBe('ok');
      expect(fake.chats[0]?.path).toMatch(/^\/behind\/proxy\/(api\/chat|v1\/chat\/completions)$/);
    });
  });

  describe(`${provider}: faults`, () => {
    const text = 'Zähler: 日本語 — 🚀 "quoted" \\ back\nslash';

    it.each(['frames', 'bytes', 'packed'] as const)('reads the same from %s', async (framing) => {
      const steps = [{ thinking: 'ü…' }, { text }, { calls: [{ name: 'read', args: { path: 'ö🚀' } }] }, { done: { prompt: 3, output: 4 } }];
      const heard = await hear([{ steps, framing }]);
      expect(heard).toMatchObject({
        thinking: 'ü…',
        text,
        calls: [{ name: 'read', args: { path: 'ö🚀' } }],
        done: { usage: { input_tokens: 3, output_tokens: 4 } },
      });
    });

    it('takes a line of 10 MB', async () => {
      const long = 'word '.repeat(2_000_000);
      expect((await hear([[{ text: long }, { done: {} }]])).text).toBe(long);
    });

    it.each([
      '<html>oops',
      '{"broken": ',
      'null',
      '42',
      '[]',
      '"text"',
      '\u0000\u0001',
      '{}',
      '{"message":null,"choices":null}',
      '{"message":{"tool_calls":{}}}',
    ])('is not harmed by the line %j', async (line) => {
      expect(await hear([[{ text: 'All ' }, { line }, { text: 'here.' }, { done: {} }]])).toMatchObject({
        text: 'All here.',
        done: { reason: 'stop' },
        error: undefined,
      });
    });

    it('tells an error under HTTP 200, after the words before it', async () => {
      const heard = await hear([[{ text: 'Some' }, { error: 'CUDA error: out of memory' }]]);
      expect(heard.text).toBe('Some');
      expect(heard.error).toMatchObject({ code: 'stream_error', retryable: true, message: expect.stringContaining('CUDA error: out of memory') });
    });

    it('tells an overflow under HTTP 200', async () => {
      const { error } = await hear([[{ error: 'request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it' }]]);
      expect(error).toMatchObject({ code: 'context_overflow', details: { tokens: 9000, limit: 8192 } });
    });

    it('tells an answer that ends without its end', async () => {
      const heard = await hear([[{ text: 'Half' }]]);
      expect(heard).toMatchObject({ text: 'Half', done: undefined, error: { code: 'stream_lost', retryable: true } });
    });

    it('tells calls of an answer that ends without its end as unfinished', async () => {
      expect(await hear([[{ calls: [{ name: 'read', args: {} }] }]])).toMatchObject({ done: undefined, error: { code: 'stream_lost' } });
    });

    it('tells a connection that is cut in the answer', async () => {
      expect(await hear([[{ text: 'Half' }, { drop: true }]])).toMatchObject({
        text: 'Half',
        done: undefined,
        error: { code: 'stream_lost', retryable: true },
      });
    });

    it('tells a connection that is cut before the headers', async () => {
      expect((await hear([[{ drop: true }]])).error).toMatchObject({ code: 'model_unreachable', retryable: true });
    });

    it('waits for late headers', async () => {
      expect((await hear([[{ wait: 300 }, { text: 'Late.' }, { done: {} }]])).text).toBe('Late.');
    });

    it('can be stopped before the headers come, and the server notices', async () => {
      const fake = await start([[{ wait: 60_000 }]]);
      const stop = new AbortController();
      const heard = listen(clientOf(fake), {}, stop.signal);
      await expect.poll(() => fake.chats.length).toBe(1);
      stop.abort();
      expect((await heard).error?.code).toBe('interrupted');
      await expect.poll(() => fake.chats[0]?.aborted).toBe(true);
    });

    it('can be stopped before anything was sent', async () => {
      const fake = await start([]);
      expect((await listen(clientOf(fake), {}, AbortSignal.abort())).error?.code).toBe('interrupted');
      expect(fake.requests).toHaveLength(0);
    });

    it('can be stopped while the server stalls', async () => {
      const fake = await start([[{ text: 'One ' }, { wait: 60_000 }, { text: 'two' }]]);
      const stop = new AbortController();
      const heard: unknown[] = [];
      const answer = (async () => {
        for await (const delta of clientOf(fake).chat(request(), stop.signal)) {
          heard.push(delta);
          setImmediate(() => stop.abort());
        }
      })();
      expect((await failure(answer)).code).toBe('interrupted');
      expect(heard).toHaveLength(1);
      await expect.poll(() => fake.chats[0]?.aborted).toBe(true);
    });

    it('closes the connection when the reader leaves', async () => {
      const fake = await start([[{ text: 'One ' }, { wait: 60_000 }]]);
      for await (const delta of clientOf(fake).chat(request(), soon())) {
        expect(delta).toMatchObject({ text: 'One ' });
        break;
      }
      await expect.poll(() => fake.chats[0]?.aborted).toBe(true);
    });

    it('keeps the connection when the reader leaves after the last word and aborts', async () => {
      const fake = await start(['one', 'two', 'three', 'four', 'five']);
      const client = clientOf(fake);
      while (fake.left > 0) {
        const stop = new AbortController();
        for await (const delta of client.chat(request(), stop.signal)) if (delta.type === 'done') break;
        stop.abort();
      }
      expect(fake.connections).toBeLessThanOrEqual(2);
      expect(fake.chats.filter(({ aborted }) => aborted)).toEqual([]);
    });

    it('tells that no server is there, and what to start', async () => {
      const fake = await startFakeOllama();
      await fake.close();
      const { error } = await listen(clientOf(fake));
      expect(error).toMatchObject({ code: 'model_unreachable', details: { refused: true }, hint: expect.stringContaining('start') });
    });

    it('tells that something else than HTTP answers', async () => {
      const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { error } = await listen(clientOf({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
      server.close();
      expect(error).toMatchObject({ code: 'model_unreachable', retryable: false });
    });

    it('tells that something else than a model server answers with 200', async () => {
      const page = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>\n<p>Please log in</p>\n</html>'));
      open.push(page);
      const { error } = await listen(clientOf(page));
      expect(error).toMatchObject({ code: 'model_unreachable', retryable: false });
      expect(`${error?.message}${error?.hint}`).not.toContain('log in');
      expect(await failure(clientOf(page).list(soon()))).toMatchObject({ code: 'model_unreachable' });
    });

    it('never follows a redirect with its key', async () => {
      const reached: string[] = [];
      const other = await serve((incoming, response) => {
        reached.push(incoming.headers.authorization ?? '');
        response.end();
      });
      const first = await serve((_, response) => response.writeHead(307, { location: other.url }).end());
      open.push(other, first);
      expect((await listen(clientOf(first, { apiKey: 'secret' }))).error).toMatchObject({ code: 'model_unreachable', retryable: false });
      expect(reached).toEqual([]);
    });

    it('sends once more when a kept connection was closed in the same instant', async () => {
      let seen = 0;
      const server = await serve((incoming, response) => {
        incoming.resume();
        seen++;
        // The first answer is whole; its connection is cut at the second request, as by a server whose keep-alive ran out.
        if (seen === 2) incoming.socket.destroy();
        else response.end('{"models":[],"data":[]}');
      });
      open.push(server);
      const client = clientOf(server);
      await client.list(soon());
      expect(await client.list(soon())).toEqual([]);
      expect(seen).toBe(3);
    });
  });

  describe(`${provider}: statuses`, () => {
    it.each<[string, Turn, object]>([
      [
        '503',
        { status: 503, body: 'server busy, please try again.  maximum pending requests exceeded' },
        { code: 'server_error', retryable: true, message: expect.stringContaining('server busy') },
      ],
      ['500', { status: 500, body: 'llama runner process has terminated' }, { code: 'server_error', retryable: true }],
      ['429', { status: 429, body: 'slow down', headers: { 'retry-after': '3' } }, { code: 'server_error', retryable: true, details: { retryAfterMs: 3000 } }],
      [
        '502 of a proxy',
        { status: 502, body: '<html><h1>Bad Gateway</h1></html>' },
        { code: 'server_error', retryable: true, message: expect.not.stringContaining('Gateway') },
      ],
      ['401', { status: 401, body: 'unauthorized' }, { code: 'unauthorized', retryable: false }],
      ['403', { status: 403, body: '<html>no</html>' }, { code: 'unauthorized', message: expect.not.stringContaining('html') }],
      [
        '400',
        { status: 400, body: 'options must be an object' },
        { code: 'bad_request', retryable: false, message: expect.stringContaining('options must be an object') },
      ],
      ['413', { status: 413, body: '<html>Request Entity Too Large</html>' }, { code: 'bad_request' }],
      [
        'a call that cannot be read',
        { status: 500, body: `error parsing tool call: raw='{"path": "a', err=unexpected end of JSON input` },
        { code: 'malformed_call', details: { raw: '{"path": "a' } },
      ],
      [
        'an overflow',
        { status: 400, body: 'the prompt is longer than the context length currently available to the model; shorten the prompt' },
        { code: 'context_overflow' },
      ],
    ])('%s', async (_, turn, expected) => {
      const { error } = await hear([turn]);
      expect(error).toMatchObject(expected);
      expect(error?.hint ?? '').not.toBe('');
    });

    it('a model that is not there: nearest names', async () => {
      const fake = await start([], { models: [{ name: 'qwen2.5-coder:7b' }, { name: 'llama3.2:3b' }] });
      const client = clientOf(fake);
      const expected = { code: 'model_not_found', hint: expect.stringContaining('qwen2.5-coder:7b') };
      expect((await listen(client, { model: 'qwen2.5-codr:7b' })).error).toMatchObject(expected);
      expect(await failure(client.describe('qwen2.5-coder:3b', soon()))).toMatchObject(expected);
    });

    it('an address without the API', async () => {
      const server = await serve((_, response) => response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found'));
      open.push(server);
      expect((await listen(clientOf(server))).error).toMatchObject({ code: 'model_unreachable', retryable: false, message: expect.stringContaining('404') });
    });
  });

  describe(`${provider}: models`, () => {
    it('lists and describes', async () => {
      const fake = await start([], { models: [{ name: 'coder:7b', contextLength: 65536 }] });
      const client = clientOf(fake);
      expect((await client.list(soon())).map(({ name }) => name)).toEqual(['coder:7b']);
      const info = await client.describe('coder:7b', soon());
      expect(info).toMatchObject({ name: 'coder:7b', contextLength: 65536 });
      expect(info.capabilities).toContain('tools');
    });

    it('can be stopped', async () => {
      const server = await serve(() => {});
      open.push(server);
      expect(await failure(clientOf(server).list(AbortSignal.timeout(50)))).toMatchObject({ code: 'interrupted' });
      expect(await failure(clientOf(server).describe('x', AbortSignal.timeout(50)))).toMatchObject({ code: 'interrupted' });
    });
  });
}
