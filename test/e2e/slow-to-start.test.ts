import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';

let world: World;
let front: Server;
beforeEach(() => {
  world = createWorld();
});
afterEach(async () => {
  front?.closeAllConnections();
  await world.end();
});

/** Passes requests on to the server of the world, but refuses the first `refusals` to `path`. */
async function refusing(path: string, refusals: number): Promise<{ url: string; refused: () => number }> {
  let refused = 0;
  front = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    if (request.url === path && refused < refusals) {
      refused++;
      response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":"server busy"}');
      return;
    }
    const body = parts.length > 0 ? { body: Buffer.concat(parts) } : {};
    const answer = await fetch(`${world.server?.url}${request.url}`, { method: request.method ?? 'GET', ...body });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`, refused: () => refused };
}

it.each([
  ['/api/show', {}],
  ['/api/tags', { OCODE_MODEL: undefined }],
])('a server that is busy when it is asked about the model (%s) is asked again', async (path, env) => {
  await world.serve({ rest: 'Here.' });
  const { url, refused } = await refusing(path, 2);
  const run = await world.ask('x', ['--host', url], { env });
  expect([run.code, run.json().result, refused()]).toEqual([0, 'Here.', 2]);
});

it('with --offline no cloud model is asked, whatever the settings say', async () => {
  const server = await world.serve({ models: [{ name: 'big:120b-cloud', capabilities: ['completion', 'tools'] }], rest: 'From afar.' });
  world.files({ '../home/.ocode/settings.json': '{"allow_cloud_models": true}' });
  expect((await world.ask('x', ['-m', 'big:120b-cloud'])).json().result).toBe('From afar.');
  const refused = await world.ask('x', ['-m', 'big:120b-cloud', '--offline']);
  expect([refused.code, refused.json().error]).toEqual([5, expect.objectContaining({ hint: expect.stringContaining('--offline') })]);
  expect(server.chats).toHaveLength(1);
});

it('a run that is stopped while the server is asked about the model keeps its question', async () => {
  const server = await world.serve({ rest: 'Here.' });
  world.files({ 'AGENTS.md': 'Be brief.\n' });
  front = createServer(() => {});
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  const silent = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const stopped = (await world.ask('first question', ['--host', silent, '--timeout', '2s'])).json();
  expect(stopped).toMatchObject({ subtype: 'error_timeout', exit_code: 7, session_id: expect.stringMatching(/\w/) });
  const listed = (await world.ocode(['sessions', 'list', '--json'])).json() as unknown;
  expect(listed).toEqual([expect.objectContaining({ session_id: stopped.session_id, title: 'first question', turns: 1 })]);
  expect((await world.ask('second question', ['-c'])).json()).toMatchObject({ result: 'Here.', session_id: stopped.session_id });
  const users = server.chats[0]?.body.messages.filter((message: { role: string }) => message.role === 'user');
  expect(users[0].content).toMatch(/date: [\s\S]*Be brief\.[\s\S]*first question$/);
  expect(users[1].content).toBe('second question');
  await world.ask('unkept', ['--ephemeral', '--host', silent, '--timeout', '2s']);
  expect(((await world.ocode(['sessions', 'list', '--json'])).json() as unknown as unknown[]).length).toBe(1);
});
