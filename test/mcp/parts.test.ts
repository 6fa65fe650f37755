import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { bridgeTools } from '../../src/mcp/bridge.js';
import type { Connected } from '../../src/mcp/connect.js';
import type { Connection } from '../../src/mcp/connection.js';
import { createHttpTransport } from '../../src/mcp/http-transport.js';
import { serverPrefixes } from '../../src/mcp/names.js';
import { Login } from '../../src/mcp/oauth.js';
import { readList } from '../../src/mcp/read-list.js';
import { Subscriptions } from '../../src/mcp/subscriptions.js';
import { type ServerTool, toolShape } from '../../src/mcp/wire.js';
import { never, onCleanup } from './support.js';

/** The parts of the client that a server must behave very oddly to reach; the SDK's client is played. */
const played = (client: object): Connected => ({ client, transport: 'stdio' }) as unknown as Connected;

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onCleanup(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

it('a tool that only runs as a task is left out, and so is the second of a name', () => {
  const tool = (name: string, more: Partial<ServerTool> = {}): ServerTool => ({ name, inputSchema: { type: 'object' }, ...more }) as ServerTool;
  const all = [tool('one'), tool('task', { execution: { taskSupport: 'required' } }), tool('both', { execution: { taskSupport: 'optional' } }), tool('one')];
  const notices: string[] = [];
  const bridge = { onNotice: (text: string) => void notices.push(text), takeNews: async () => undefined };
  const tools = bridgeTools({ name: 'kit', tools: all } as unknown as Connection, all, (name) => `kit__${name}`, bridge);
  expect(tools.map(({ name }) => name)).toEqual(['kit__one', 'kit__both']);
  expect(notices).toEqual([expect.stringContaining('only the first is used: one')]);
});

it('servers whose names clean to the same have prefixes of their own', () => {
  const prefixes = [...serverPrefixes(['a b', 'a_b', 'A-B', 'other']).values()];
  expect(prefixes[0]).toBe('a_b');
  expect(new Set(prefixes.map((prefix) => prefix.toLowerCase().replaceAll('-', '_'))).size).toBe(4);
});

it('a list that turns in a circle ends, and what is no tool is counted', async () => {
  const asked: unknown[] = [];
  const connected = played({
    request: async ({ params }: { params: { cursor?: string } }) => {
      asked.push(params.cursor);
      return {
        tools: [{ name: `t${asked.length}`, inputSchema: { type: 'object' } }, { name: 7 }],
        nextCursor: params.cursor === 'b' ? 'a' : asked.length === 1 ? 'a' : 'b',
      };
    },
  });
  const { items, bad } = await readList(connected, 'tools/list', toolShape, { signal: never, timeout: 1_000 });
  expect(asked).toEqual([undefined, 'a', 'b']);
  expect([items.map(({ name }) => name), bad]).toEqual([['t1', 't2', 't3'], 3]);
});

it('a new connection knows of no subscriptions: what is read again is watched again', async () => {
  const watched: string[] = [];
  const connected = played({
    getServerCapabilities: () => ({ resources: { subscribe: true } }),
    subscribeResource: async ({ uri }: { uri: string }) => void watched.push(uri),
  });
  const subscriptions = new Subscriptions(() => {});
  const options = { signal: never, timeout: 1_000 };
  await subscriptions.watch(connected, 'a:1', options);
  await subscriptions.watch(connected, 'a:1', options);
  subscriptions.updated('a:1');
  subscriptions.updated('a:1');
  expect([watched, subscriptions.takeNews(), subscriptions.takeNews()]).toEqual([['a:1'], ['a:1'], []]);
  subscriptions.clear();
  subscriptions.updated('a:1');
  await subscriptions.watch(connected, 'a:1', options);
  expect([watched, subscriptions.takeNews()]).toEqual([['a:1', 'a:1'], []]);
});

it.each([
  ['application/json', (text: string) => text],
  ['text/event-stream', (text: string) => `data: ${text}\n\n`],
])('a message over HTTP that is too long ends its request: %s', async (type, framed) => {
  for (const [length, ends] of [
    [10, false],
    [5_000, true],
  ] as const) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(length) } });
    const url = await listen((_, response) => response.writeHead(200, { 'content-type': type }).end(framed(body)));
    const transport = await createHttpTransport('http', {
      server: { transport: 'http', url, headers: {}, sampling: 'off' },
      auth: undefined,
      maxMessage: 1_000,
    });
    const outcome = new Promise<string>((resolve) => {
      transport.onmessage = () => resolve('message');
      transport.onerror = (error) => resolve(error.message);
    });
    await transport.start();
    transport.send({ jsonrpc: '2.0', id: 1, method: 'x' }).catch(() => {});
    expect(await outcome).toMatch(ends ? /longer than 1000 bytes/ : /^message$/);
    await transport.close();
  }
});

it('a client that was registered with a port that is taken now registers anew; its tokens stay', async () => {
  const port = Number(new URL(await listen((_, response) => response.end())).port);
  let saved = JSON.stringify({ tokens: { access_token: 't', token_type: 'bearer' }, client: { client_id: 'old' }, port });
  const store = {
    get: async () => saved,
    delete: async () => {},
    set: async (_: string, value: string) => {
      saved = value;
    },
  };
  const login = new Login('https://example.org/mcp', store, () => {});
  onCleanup(() => login.close());
  expect(await login.prepare()).toBe(true);
  expect([await login.clientInformation(), (await login.tokens())?.access_token]).toEqual([undefined, 't']);
  expect(JSON.parse(saved)).not.toHaveProperty('client');
});
