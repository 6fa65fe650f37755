import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cutAnswer, type McpManagerOptions, type Sample } from '../../src/mcp/index.js';
import { createWorld, type World } from '../support/world.js';
import { bench, callTool, fake, never } from './support.js';

const answering =
  (asked: unknown[]): Sample =>
  async (request) => {
    asked.push(request);
    return { model: 'm', text: `answer to ${request.messages.at(-1)?.text}`, stopReason: 'endTurn', usage: { input_tokens: 5, output_tokens: 3 } };
  };

/** What the server got for a request to the model. */
async function sampled(mode: string | undefined, options: Partial<McpManagerOptions>, request: object = {}, times = 1): Promise<string[]> {
  const { manager } = bench({ kit: { ...fake(), ...(mode ? { sampling: mode } : {}) } }, options);
  const tools = await manager.source.load(never);
  const texts: string[] = [];
  for (let count = 0; count < times; count++) texts.push((await callTool(tools, 'kit__sample', { request })).text);
  return texts;
}

describe('the use of our model by a server', () => {
  it.each([
    [undefined, false],
    ['off', true],
    ['ask', false],
  ])('sampling %j, somebody there %j: the server is told that there is none', async (mode, person) => {
    const asked: unknown[] = [];
    const options = { sample: answering(asked), ...(person ? { approveSampling: async () => 'once' as const } : {}) };
    expect(await sampled(mode, options)).toEqual([expect.stringContaining('-32601')]);
    expect(asked).toEqual([]);
  });

  it('is refused without a model, and with a word that is no mode', async () => {
    expect(await sampled('allow', {})).toEqual([expect.stringContaining('-32601')]);
    const { manager, notices } = bench({ kit: { ...fake(), sampling: 'always' } });
    expect(await manager.sources[0]?.load(never)).toEqual([]);
    expect(notices[0]).toMatch(/sampling/);
  });

  it('allowed: answered as text, within a limit of requests, and people are told', async () => {
    const asked: unknown[] = [];
    const { manager, notices } = bench({ kit: { ...fake(), sampling: 'allow' } }, { sample: answering(asked) });
    const tools = await manager.source.load(never);
    const texts: string[] = [];
    for (let count = 0; count < 12; count++)
      texts.push((await callTool(tools, 'kit__sample', { request: { systemPrompt: 's', maxTokens: 1e9, includeContext: 'allServers' } })).text);
    expect(JSON.parse(texts[0] ?? '')).toEqual({ role: 'assistant', model: 'm', stopReason: 'endTurn', content: { type: 'text', text: 'answer to say hi' } });
    expect(asked).toHaveLength(10);
    expect(asked[0]).toEqual({ server: 'kit', system: 's', messages: [{ role: 'user', text: 'say hi' }], maxTokens: 2000, stop: [] });
    expect(texts.slice(10)).toEqual([expect.stringContaining('no more than 10'), expect.stringContaining('no more than 10')]);
    expect(notices[0]).toBe('MCP server kit: it asked the model (5 tokens in, 3 out; 1 of 10)');
  });

  it('ask: a person says yes, no, or yes for the rest', async () => {
    const answers = ['no', 'once', 'session'] as const;
    const seen: unknown[] = [];
    const approveSampling: McpManagerOptions['approveSampling'] = async (request) => {
      seen.push(request);
      return answers[seen.length - 1] ?? 'no';
    };
    const texts = await sampled('ask', { sample: answering([]), approveSampling }, {}, 5);
    expect(texts.map((text) => /answer to|said no/.exec(text)?.[0])).toEqual(['said no', 'answer to', 'answer to', 'answer to', 'answer to']);
    expect(seen).toHaveLength(3);
    expect(seen[0]).toMatchObject({ server: 'kit', messages: [{ role: 'user', text: 'say hi' }] });
  });

  const text = (value: string): object => ({ role: 'user', content: { type: 'text', text: value } });
  it.each<[string, object, RegExp]>([
    ['pictures', { messages: [{ role: 'user', content: { type: 'image', data: 'aa', mimeType: 'image/png' } }] }, /only text/],
    ['nothing', { messages: [] }, /no message/],
    ['very long texts', { messages: [text('x'.repeat(30_000))] }, /longer than/],
    ['very many messages', { messages: Array.from({ length: 60 }, () => text('x')) }, /more than 50/],
    ['tools', { tools: [{ name: 't', inputSchema: { type: 'object' } }] }, /tools|not support/i],
    ['no form at all', { messages: 'hello' }, /error/],
  ])('%s are refused, the call goes on', async (_, request, why) => {
    const asked: unknown[] = [];
    expect((await sampled('allow', { sample: answering(asked) }, request))[0]).toMatch(why);
    expect(asked).toEqual([]);
  });

  it('a model that fails is an error to the server', async () => {
    const sample: Sample = async () => {
      throw new Error('no model \u001b[31mhere');
    };
    expect((await sampled('allow', { sample }))[0]).toContain('no model here');
  });
});

describe('an answer', () => {
  it.each<[string, string[], number, { text: string; ended?: string }]>([
    ['abc', [], 10, { text: 'abc' }],
    ['abcdef', [], 3, { text: 'abc', ended: 'maxTokens' }],
    ['one END two', ['END', 'two'], 99, { text: 'one ', ended: 'stopSequence' }],
    ['one two END', ['END'], 5, { text: 'one t', ended: 'maxTokens' }],
    ['a\u{1f600}', [], 2, { text: 'a', ended: 'maxTokens' }],
  ])('%j, stop %j, at most %d', (said, stop, most, expected) => {
    expect(cutAnswer(said, stop, most)).toEqual(expected);
  });
  it('is cut the same however it streams', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ minLength: 1, maxLength: 2 }), { maxLength: 3 }), fc.nat(20), (said, stop, most) => {
        const whole = cutAnswer(said, stop, most);
        expect(said.startsWith(whole.text)).toBe(true);
        expect(whole.text.length).toBeLessThanOrEqual(most);
        if (!whole.ended) expect(whole.text).toBe(said);
      }),
    );
  });
});

describe('in a run', () => {
  let world: World;
  beforeEach(() => {
    world = createWorld();
  });
  afterEach(() => world.end());

  it('allowed in the settings: the model of the run answers, with its own options, and the run goes on', async () => {
    world.files({ '../home/.ocode/settings.json': JSON.stringify({ mcp_servers: { kit: { ...fake(), sampling: 'allow' } } }) });
    const server = await world.serve({
      turns: [{ calls: [{ name: 'kit__sample', args: { request: { systemPrompt: 'Be short.', stopSequences: ['STOP'] } } }] }, 'done'],
      aside: 'the words STOP and more',
    });
    const run = await world.ask('go', ['--allow', 'mcp(*)']);
    const result = run.json() as { result: string; warnings: string[] };
    expect(result.result).toBe('done');
    const [first, last] = server.chats.map((chat) => chat.body);
    const sample = server.asides[0]?.body;
    expect(sample.messages).toEqual([
      { role: 'system', content: 'Be short.' },
      { role: 'user', content: 'say hi' },
    ]);
    expect(sample.tools ?? []).toEqual([]);
    expect([sample.options, sample.keep_alive, sample.truncate, sample.shift]).toEqual([first.options, first.keep_alive, first.truncate, first.shift]);
    expect(last.messages.at(-1).content).toContain('"text":"the words "');
    expect(last.messages.at(-1).content).toContain('stopSequence');
    expect(result.warnings.join()).toMatch(/kit: it asked the model/);
  });

  it('ask without a person: refused, and the model is not asked', async () => {
    world.files({ '../home/.ocode/settings.json': JSON.stringify({ mcp_servers: { kit: { ...fake(), sampling: 'ask' } } }) });
    const server = await world.serve({ turns: [{ calls: [{ name: 'kit__sample', args: {} }] }, 'done'] });
    await world.ask('go', ['--allow', 'mcp(*)']);
    expect([server.chats.length, server.asides.length]).toEqual([2, 0]);
    expect(server.chats[1]?.body.messages.at(-1).content).toContain('-32601');
  });
});
