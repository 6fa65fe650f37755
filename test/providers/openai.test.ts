import { afterEach, describe, expect, it } from 'vitest';
import { createProvider } from '../../src/providers/index.js';
import { withVersion } from '../../src/providers/openai/index.js';
import { completionBody } from '../../src/providers/openai/messages.js';
import { findListed, modelsShape, toModelInfo } from '../../src/providers/openai/models.js';
import { startFakeOllama } from '../fakes/ollama-server.mjs';
import { chatClientSuite } from './chat-client-suite.js';
import { listen, request, serve } from './support.js';

chatClientSuite('openai');

const closing: Array<{ close(): Promise<void> }> = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((server) => server.close()));
});

/** Hears a server that sends exactly these bytes. */
async function hearBytes(body: string) {
  const server = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end(body));
  closing.push(server);
  return listen(createProvider('openai', { host: server.url }).client);
}

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (value: object, finish_reason: string | null = null): string => event({ choices: [{ index: 0, delta: value, finish_reason }] });

it('openai: a list whose times are beyond all sense is a list all the same', async () => {
  const data = [
    { id: 'a', created: 1e15 },
    { id: 'b', created: 1_700_000_000 },
  ];
  const server = await serve((_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data })));
  closing.push(server);
  const { client } = createProvider('openai', { host: server.url });
  const models = await client.list(new AbortController().signal);
  expect(models.map(({ name, modified_at }) => [name, modified_at])).toEqual([
    ['a', ''],
    ['b', '2023-11-14T22:13:20.000Z'],
  ]);
});

describe('openai: the request', () => {
  it('has the words of the protocol and no load options', () => {
    const schema = { type: 'object' };
    const body = JSON.parse(
      completionBody(
        request({
          messages: [
            { role: 'assistant', text: '', thinking: 'hm', calls: [{ id: 'c1', name: 'read', args: { path: 'a' } }] },
            { role: 'tool', callId: 'c1', name: 'read', ok: true, text: 'A' },
          ],
          format: schema,
          options: { ...request().options, temperature: 0.2 },
        }),
      ),
    );
    expect(body).toEqual({
      model: request().model,
      messages: [
        {
          role: 'assistant',
          content: '',
          reasoning_content: 'hm',
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'A' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema, strict: true } },
      max_tokens: 512,
      temperature: 0.2,
    });
  });

  it.each([
    ['http://h:1', 'http://h:1/v1'],
    ['http://h:1/v1', 'http://h:1/v1'],
    ['http://h:1/api/v3', 'http://h:1/api/v3'],
    ['http://h:1/proxy', 'http://h:1/proxy/v1'],
    ['http://h:1/v1/chat/completions', 'http://h:1/v1'],
  ])('goes for %s to %s', (given, url) => expect(withVersion(given)).toBe(url));

  it('needs an address', () => expect(() => createProvider('openai')).toThrowError(expect.objectContaining({ code: 'config' })));
});

describe('openai: streams of different servers', () => {
  it('reads comments, CRLF, no space after the colon, event names and an end without [DONE]', async () => {
    const heard = await hearBytes(
      `: hello\r\n\r\nevent: message\r\ndata:${JSON.stringify({ choices: [{ delta: { content: 'Hi' } }] })}\r\n\r\n${delta({}, 'stop')}`,
    );
    expect(heard).toMatchObject({ text: 'Hi', done: { reason: 'stop', usage: { input_tokens: 0, output_tokens: 0 } }, error: undefined });
  });

  it("reads usage that comes with the end or after it, and llama.cpp's timings", async () => {
    const timings = { prompt_ms: 12.5, prompt_per_second: 800, predicted_per_second: 40 };
    const heard = await hearBytes(
      `${delta({ content: 'Hi' })}${event({ choices: [{ delta: {}, finish_reason: 'stop' }], usage: { prompt_tokens: 9, completion_tokens: 2 }, timings })}data: [DONE]\n\n`,
    );
    expect(heard.done).toMatchObject({
      usage: { input_tokens: 9, output_tokens: 2 },
      timings: { prefill_ms: 12.5, prefill_tokens_per_second: 800, decode_tokens_per_second: 40 },
    });
  });

  it('reads reasoning under both names', async () => {
    expect((await hearBytes(delta({ reasoning: 'a' }) + delta({ reasoning_content: 'b' }) + delta({}, 'stop'))).thinking).toBe('ab');
  });

  it('tells calls apart whose index is always 0, or missing', async () => {
    const call = (id: string, path: string, index?: number) => ({
      tool_calls: [{ index, id, function: { name: 'read', arguments: JSON.stringify({ path }) } }],
    });
    for (const index of [0, undefined]) {
      const heard = await hearBytes(delta(call('a', '1', index)) + delta(call('b', '2', index)) + delta({}, 'tool_calls'));
      expect(heard.calls).toEqual([
        { id: 'a', name: 'read', args: { path: '1' } },
        { id: 'b', name: 'read', args: { path: '2' } },
      ]);
    }
  });

  it('puts calls together whose pieces alternate', async () => {
    const piece = (index: number, args: string, head = {}) =>
      delta({ tool_calls: [{ index, ...head, function: { ...('id' in head ? { name: `t${index}` } : {}), arguments: args } }] });
    const heard = await hearBytes(piece(0, '{"a"', { id: 'x' }) + piece(1, '{"b"', { id: 'y' }) + piece(0, ':1}') + piece(1, ':2}') + delta({}, 'tool_calls'));
    expect(heard.calls.map(({ name, args }) => [name, args])).toEqual([
      ['t0', { a: 1 }],
      ['t1', { b: 2 }],
    ]);
  });

  it('gives a call that was cut without its arguments, and says so', async () => {
    const heard = await hearBytes(
      delta({ tool_calls: [{ index: 0, id: 'x', function: { name: 'write', arguments: '{"path": "a", "con' } }] }) + delta({}, 'length'),
    );
    expect(heard).toMatchObject({ calls: [{ name: 'write', args: {} }], done: { reason: 'length' }, error: undefined });
  });

  it("reads llama.cpp's error lines", async () => {
    expect((await hearBytes(`${delta({ content: 'x' })}error: {"code":500,"message":"slot unavailable","type":"server_error"}\n\n`)).error).toMatchObject({
      code: 'stream_error',
      message: expect.stringContaining('slot unavailable'),
    });
  });

  it('reads an answer that does not stream', async () => {
    const whole = {
      choices: [{ message: { content: 'Hi', tool_calls: [{ id: 'a', function: { name: 'ls', arguments: '{}' } }] }, finish_reason: 'tool_calls' }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    };
    expect(await hearBytes(JSON.stringify(whole))).toMatchObject({
      text: 'Hi',
      calls: [{ id: 'a', name: 'ls', args: {} }],
      done: { usage: { output_tokens: 2 } },
    });
  });

  it('does not take [DONE] for an end when the server never said why it finished', async () => {
    expect((await hearBytes(`${delta({ content: 'Hi' })}data: [DONE]\n\n`)).error?.code).toBe('stream_lost');
  });
});

describe('openai: models', () => {
  const listed = (fields: object) => modelsShape.parse({ data: [{ id: 'm', ...fields }] }).data;

  it.each([
    [{ max_model_len: 4096 }, 4096],
    [{ meta: { n_ctx: 8192, n_ctx_train: 131072 } }, 8192],
    [{ meta: { n_ctx_train: 32768 } }, 32768],
    [{ loaded_context_length: 2048, max_context_length: 9999 }, 2048],
    [{ meta: null }, 0],
    [{ max_model_len: 'big' }, 0],
  ])('has the window of %j', (fields, window) => expect(toModelInfo('m', listed(fields)[0]).contextLength).toBe(window));

  it("takes every name for llama.cpp's only model, and no other", () => {
    expect(findListed('any', listed({ owned_by: 'llamacpp' }))?.id).toBe('m');
    expect(findListed('any', listed({ owned_by: 'vllm' }))).toBeUndefined();
  });

  it('believes a server without a list', async () => {
    const server = await serve((_, response) => response.writeHead(404, { 'content-type': 'application/json' }).end('{"detail":"Not Found"}'));
    closing.push(server);
    expect(await createProvider('openai', { host: server.url }).client.describe('m', AbortSignal.timeout(5000))).toMatchObject({ name: 'm', contextLength: 0 });
  });

  it('embeds in the order asked', async () => {
    const server = await serve((_, response) =>
      response.end(
        JSON.stringify({
          data: [
            { index: 1, embedding: [2] },
            { index: 0, embedding: [1] },
          ],
        }),
      ),
    );
    closing.push(server);
    expect(await createProvider('openai', { host: server.url }).embedder?.embed('m', ['a', 'b'], AbortSignal.timeout(5000))).toEqual([[1], [2]]);
  });

  it('uses the listed name with its tag', async () => {
    const fake = await startFakeOllama({ models: [{ name: 'coder' }] });
    closing.push(fake);
    expect((await createProvider('openai', { host: fake.url }).client.describe('coder', AbortSignal.timeout(5000))).contextLength).toBe(32768);
  });
});
