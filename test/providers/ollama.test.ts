import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChatOptions, ChatRequest } from '../../src/contract/chat.js';
import { createProvider } from '../../src/providers/index.js';
import { chatBody } from '../../src/providers/ollama/messages.js';
import { type FakeOllama, startFakeOllama } from '../fakes/ollama-server.mjs';
import { chatClientSuite } from './chat-client-suite.js';
import { failure, listen, request, serve, soon } from './support.js';

chatClientSuite('ollama');

describe('ollama: the request', () => {
  const body = (changes: Partial<ChatRequest> = {}): Record<string, unknown> => JSON.parse(chatBody(request(changes)));
  const withThink = (think: ChatOptions['think'], model = 'qwen3:8b') => body({ model, options: { ...request().options, think } });

  it('always says what the server would else decide', () => {
    expect(Object.keys(body())).toEqual(['model', 'messages', 'stream', 'options', 'keep_alive', 'truncate', 'shift']);
    expect(body()).toMatchObject({ stream: true, options: { num_ctx: 8192, num_predict: 512 }, keep_alive: '30m', truncate: false, shift: false });
  });

  it('sends sampling only when it is set', () => {
    expect(body().options).toEqual({ num_ctx: 8192, num_predict: 512 });
    expect(body({ options: { ...request().options, temperature: 0, topP: 0.9 } }).options).toMatchObject({ temperature: 0, top_p: 0.9 });
  });

  it('sends think only when it is set, as a level only to families that take one', () => {
    expect(body()).not.toHaveProperty('think');
    expect(withThink('off').think).toBe(false);
    expect(withThink('high').think).toBe(true);
    expect(withThink('low', 'gpt-oss:20b').think).toBe('low');
  });

  it('writes messages in the words of the API', () => {
    const { messages } = body({
      messages: [
        { role: 'assistant', text: 'x', thinking: 'hm', calls: [{ id: 'c1', name: 'read', args: { path: 'a' }, recovered: true }] },
        { role: 'tool', callId: 'c1', name: 'read', ok: false, text: 'none' },
        { role: 'assistant', text: 'done', calls: [] },
      ],
    });
    expect(messages).toEqual([
      { role: 'assistant', content: 'x', thinking: 'hm', tool_calls: [{ id: 'c1', function: { name: 'read', arguments: { path: 'a' } } }] },
      { role: 'tool', content: 'none', tool_name: 'read', tool_call_id: 'c1' },
      { role: 'assistant', content: 'done' },
    ]);
  });

  it('carries tools and format', () => {
    const schema = { type: 'object', properties: {} };
    expect(body({ tools: [{ name: 'ls', description: 'Lists.', parameters: schema }], format: schema })).toMatchObject({
      tools: [{ type: 'function', function: { name: 'ls', description: 'Lists.', parameters: schema } }],
      format: schema,
    });
  });
});

describe('ollama: the server', () => {
  let fake: FakeOllama;
  const open = async (options = {}) => {
    fake = await startFakeOllama(options);
    return createProvider('ollama', { host: fake.url });
  };
  afterEach(() => fake?.close());

  it('has timings from nanoseconds', async () => {
    const { client } = await open({ turns: [{ text: 'ok', usage: { prompt: 1000, output: 20, loadMs: 1500, promptMs: 250, outputMs: 400 } }] });
    expect((await listen(client)).done?.timings).toEqual({ load_ms: 1500, prefill_ms: 250, prefill_tokens_per_second: 4000, decode_tokens_per_second: 50 });
  });

  it('refuses what does not fit, with the numbers', async () => {
    const { client } = await open({ enforceContext: true });
    const { error } = await listen(client, { messages: [{ role: 'user', text: 'word '.repeat(10_000) }] });
    expect(error).toMatchObject({ code: 'context_overflow', details: { limit: 8192 } });
    expect(error?.details.tokens).toBeGreaterThan(12_000);
  });

  it.each([
    ['tools', { models: [{ name: 'm', capabilities: ['completion'] }] }, { tools: [{ name: 'ls', description: '', parameters: {} }] }, 'bad_request'],
    ['thinking', { models: [{ name: 'm' }] }, { options: { ...request().options, think: 'high' as const } }, 'bad_request'],
    ['chat', { models: [{ name: 'm', capabilities: ['embedding'] }] }, {}, 'model_unsuitable'],
  ])('tells that a model does not support %s', async (what, options, changes, code) => {
    const { client } = await open(options);
    expect((await listen(client, { model: 'm', ...changes })).error).toMatchObject({ code, details: { unsupported: what } });
  });

  it('describes a model', async () => {
    const { client } = await open({ models: [{ name: 'm', family: 'llama', contextLength: 131072, capabilities: ['completion', 'thinking'] }] });
    expect(await client.describe('m', soon())).toEqual({
      name: 'm',
      capabilities: ['completion', 'thinking'],
      contextLength: 131072,
      family: 'llama',
      parameterSize: '7.6B',
      quantization: 'Q4_K_M',
    });
  });

  it('knows models that run elsewhere, by their host and by their name', async () => {
    const { client } = await open({
      models: [{ name: 'innocent', remoteHost: 'https://example.org' }, { name: 'big:120b-cloud' }, { name: 'big:cloud' }, { name: 'cloudy:7b' }],
    });
    expect((await client.list(soon())).map(({ remote }) => remote ?? false)).toEqual([true, true, true, false]);
    expect((await client.describe('innocent', soon())).remote).toBe(true);
    expect((await client.describe('big:cloud', soon())).remote).toBe(true);
    expect((await client.describe('cloudy:7b', soon())).remote).toBeUndefined();
  });

  it('says its version and what is loaded', async () => {
    const { manager } = await open();
    expect(await manager?.version(soon())).toBe('0.33.1');
    expect(await manager?.loaded(soon())).toMatchObject([{ name: fake.model, size_vram: 4_000_000_000, context_length: 16384 }]);
  });

  it('pulls with progress', async () => {
    const { manager, client } = await open();
    const seen = [];
    for await (const progress of manager!.pull('new-model', soon())) seen.push(progress);
    expect(seen.at(-1)).toEqual({ status: 'success' });
    expect(seen).toContainEqual({ status: 'pulling layer', total: 1000, completed: 1000 });
    expect((await client.list(soon())).map(({ name }) => name)).toContain('new-model:latest');
  });

  it('tells that a registry does not have it', async () => {
    const { manager } = await open();
    const pull = async () => {
      for await (const _ of manager!.pull('missing-model', soon()));
    };
    expect(await failure(pull())).toMatchObject({ code: 'model_not_found' });
  });

  it('embeds, one vector a text', async () => {
    const { embedder } = await open();
    const vectors = await embedder!.embed(fake.model, ['a', 'b', 'a'], soon());
    expect(vectors).toHaveLength(3);
    expect(vectors[0]).toEqual(vectors[2]);
    expect(await embedder!.embed(fake.model, [], soon())).toEqual([]);
    expect(await failure(embedder!.embed('none', ['a'], soon()))).toMatchObject({ code: 'model_not_found' });
  });
});

describe('ollama: the package', () => {
  it('prints nothing, whatever the server sends, and leaves the global fetch alone', async () => {
    const printed = ['log', 'warn', 'error'].map((name) => vi.spyOn(console, name as 'log').mockImplementation(() => {}));
    const fetched = vi.spyOn(globalThis, 'fetch');
    const bodies = ['<html>bad</html>', 'plain words', '{"half', '[]'];
    for (const status of [200, 400, 500]) {
      for (const body of bodies) {
        const server = await serve((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));
        const { client, manager } = createProvider('ollama', { host: server.url });
        expect((await failure(client.describe('x', soon()))).code).not.toBe('internal');
        expect((await failure(manager!.version(soon()))).message).not.toContain(body);
        await failure(
          (async () => {
            for await (const _ of manager!.pull('x', soon()));
          })(),
        );
        await server.close();
      }
    }
    for (const spy of [...printed, fetched]) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });
});
