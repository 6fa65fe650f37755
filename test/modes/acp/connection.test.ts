import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { McpServer } from '@agentclientprotocol/sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../../support/world.js';
import { type Editor, type EditorOptions, openEditor, startAcp } from './editor.js';

let world: World;
let editor: Editor | undefined;
beforeEach(() => {
  world = createWorld();
  world.files({ '.ocode/settings.json': '{}', 'a.js': "export const value = 'one';\n" });
});
afterEach(async () => {
  await editor?.kill();
  editor = undefined;
  await world.end();
});

const EDIT = { calls: [{ name: 'edit', args: { path: 'a.js', edits: [{ old_text: 'one', new_text: 'two' }] } }] };
const FAKE_SERVER = fileURLToPath(new URL('../../fakes/mcp-server-stdio.mjs', import.meta.url));

async function open(options: EditorOptions = {}): Promise<Editor> {
  editor = await openEditor(world, options);
  return editor;
}

describe("the editor's MCP servers", () => {
  const server = (more: Partial<Extract<McpServer, { command: string }>> = {}): McpServer => ({
    name: 'fake',
    command: process.execPath,
    args: [FAKE_SERVER],
    env: [],
    ...more,
  });
  const echo = { calls: [{ name: 'fake__echo', args: { text: 'ahoy' } }] };

  it('answer, after the person was asked', async () => {
    const { chats } = await world.serve({ turns: [echo, 'Done.'] });
    const { agent, ask, asked } = await open();
    const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers: [server()] });
    await ask(sessionId, 'echo');
    expect(asked.map((each) => each.toolCall.title)).toEqual(['fake__echo']);
    expect(chats.at(-1)?.body.messages.at(-1).content).toContain('fake says: ahoy');
  });

  it('are those of the session: given again when it is loaded, gone when they are not', async () => {
    const { chats } = await world.serve({ turns: ['Hello.', echo, 'Done.', echo, 'Sorry.'] });
    const { agent, ask } = await open();
    const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
    await ask(sessionId, 'hello');
    await agent.request('session/load', { sessionId, cwd: world.project, mcpServers: [server()] });
    await ask(sessionId, 'echo');
    expect(chats.at(-1)?.body.messages.at(-1).content).toContain('fake says: ahoy');
    await agent.request('session/resume', { sessionId, cwd: world.project });
    await ask(sessionId, 'echo');
    expect(chats.at(-1)?.body.messages.at(-1).content).not.toContain('fake says: ahoy\n');
    expect(chats.at(-1)?.body.messages.at(-1).content).toContain('There is no tool');
  });

  it('mean their values as they are, and win over a server of the project with that name', async () => {
    const literal = ['$', '{NOT_SET}'].join('');
    const other = join(world.root, 'other.log');
    const own = join(world.root, 'own.log');
    world.files({ '.ocode/settings.json': JSON.stringify({ mcp_servers: { fake: { command: process.execPath, args: [FAKE_SERVER, 'normal', other] } } }) });
    await world.ocode(['trust']);
    const { chats } = await world.serve({ turns: [{ calls: [{ name: 'fake__env', args: {} }] }, 'Done.'] });
    const { agent, ask } = await open();
    const mcpServers = [server({ args: [FAKE_SERVER, 'normal', own], env: [{ name: 'PLAIN', value: literal }] })];
    const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers });
    await ask(sessionId, 'env');
    expect(chats.at(-1)?.body.messages.at(-1).content).toContain(literal);
    expect(readFileSync(own, 'utf8')).toContain('started');
    expect(() => readFileSync(other)).toThrow();
  });

  it('that cannot start cost a notice, not the session', async () => {
    await world.serve({ turns: [echo, 'It is not there.'] });
    const { agent, ask, said } = await open();
    const mcpServers = [server({ command: '/nothing/here', args: [] })];
    const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers });
    expect((await ask(sessionId, 'echo')).stopReason).toBe('end_turn');
    expect(said()).toContain('not there');
  });

  it('with an address that is none are refused', async () => {
    const { agent } = await open();
    const mcpServers: McpServer[] = [{ type: 'http', name: 'web', url: 'file:///etc', headers: [] }];
    await expect(agent.request('session/new', { cwd: world.project, mcpServers })).rejects.toThrow(/not an http/);
  });
});

describe('bad input', () => {
  it.each([
    ['a session that is not there', 'session/load', { sessionId: 'nothing', cwd: '<project>', mcpServers: [] }, /no session nothing/],
    ['the beginning of every id', 'session/load', { sessionId: '', cwd: '<project>', mcpServers: [] }, /no session/],
    ['a way out of the folder', 'session/load', { sessionId: '../settings', cwd: '<project>', mcpServers: [] }, /no session/],
    ['a relative folder', 'session/new', { cwd: 'project', mcpServers: [] }, /not an absolute path/],
    ['a folder that is not there', 'session/new', { cwd: '/nothing/here', mcpServers: [] }, /no folder/],
    ['a file as the folder', 'session/new', { cwd: '<project>/a.js', mcpServers: [] }, /no folder/],
    ['a NUL in the folder', 'session/new', { cwd: '/tmp\0', mcpServers: [] }, /no folder/],
    ['a further folder that is not there', 'session/new', { cwd: '<project>', mcpServers: [], additionalDirectories: ['/nothing/here'] }, /no folder/],
    ['a folder that is a number', 'session/new', { cwd: 5, mcpServers: [] }, /Invalid params/],
    ['a question to nobody', 'session/prompt', { sessionId: 'nothing', prompt: [{ type: 'text', text: 'x' }] }, /no session/],
    ['an empty question', 'session/prompt', { sessionId: '<session>', prompt: [{ type: 'text', text: ' ' }] }, /empty/],
    ['a picture', 'session/prompt', { sessionId: '<session>', prompt: [{ type: 'image', data: 'AAAA', mimeType: 'image/png' }] }, /image is not understood/],
    ['a mode of a session that is not there', 'session/set_mode', { sessionId: 'nothing', modeId: 'plan' }, /no session/],
    ['a list of a folder that is not there', 'session/list', { cwd: '/nothing/here' }, /no such folder|no folder/],
    ['a method nobody knows', 'session/dance', {}, /not found/i],
  ])('%s is refused with words', async (_, method, params, words) => {
    const { agent, leave } = await open();
    const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
    const text = JSON.stringify(params).replace('<project>', world.project).replace('<session>', sessionId);
    await expect(agent.request(method, JSON.parse(text))).rejects.toThrow(words);
    expect(await leave()).toBe(0);
  });

  it('lines that are no messages are answered as such, and the next is heard', async () => {
    const child = startAcp(world);
    const lines: Array<Record<string, unknown>> = [];
    let rest = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      rest += chunk;
      const parts = rest.split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts.map((part) => JSON.parse(part) as Record<string, unknown>));
    });
    const hello = { jsonrpc: '2.0', id: 7, method: 'initialize', params: { protocolVersion: 1, clientCapabilities: {} } };
    child.stdin?.end(`{"half\n[1]\n42\n\u0000\n${'x'.repeat(100_000)}\n\n${JSON.stringify(hello)}\n`);
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(lines.filter((line) => line.id === null).length).toBe(5);
    expect(lines.at(-1)).toMatchObject({ id: 7, result: { protocolVersion: 1 } });
  });
});

describe('an editor that goes away', () => {
  it.each(['stdin', 'stdout'] as const)(
    'in a permission request, by closing %s: nothing is changed, the process ends, the question is kept',
    async (stream) => {
      await world.serve({ turns: [EDIT, 'Not reached.'] });
      const { agent, child, asked, until, ask } = await open({ decide: () => new Promise(() => {}) });
      const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
      ask(sessionId, 'change it').catch(() => {});
      await until(() => asked.length === 1);
      const exit = new Promise((resolve) => child.on('exit', resolve));
      if (stream === 'stdin') child.stdin?.end();
      else child.stdout?.destroy();
      // A reader that left is noticed with the next word.
      if (stream === 'stdout') child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', id: 99, method: 'session/list', params: {} })}\n`);
      expect(await exit).toBe(0);
      expect(world.read('a.js')).toContain('one');
      const { stdout } = await world.ocode(['sessions', 'show', sessionId]);
      expect(stdout).toContain('change it');
    },
  );

  it('while the model speaks: the process ends', async () => {
    await world.serve({ turns: [[{ text: 'I begin now, ' }, { wait: 60_000 }, { done: {} }]] });
    const { agent, leave, until, said, ask } = await open();
    const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
    ask(sessionId, 'a story').catch(() => {});
    await until(() => said() !== '');
    expect(await leave()).toBe(0);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)('by %s: what is asked is saved, and it exits %d', async (signal, code) => {
    await world.serve({ turns: [[{ text: 'I begin now, ' }, { wait: 60_000 }, { done: {} }]] });
    const { agent, child, until, said, ask } = await open();
    const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
    ask(sessionId, 'a story').catch(() => {});
    await until(() => said() !== '');
    const exit = new Promise((resolve) => child.on('exit', resolve));
    child.kill(signal);
    expect(await exit).toBe(code);
    expect((await world.ocode(['sessions', 'show', sessionId])).stdout).toContain('a story');
  });
});

it('a failure of the model is told, and the session goes on until it is closed', async () => {
  const { agent, ask, leave } = await open();
  const { sessionId } = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
  await expect(ask(sessionId, 'hello')).rejects.toThrow(/127\.0\.0\.1:9|reach/);
  await expect(ask(sessionId, 'hello again')).rejects.toThrow(/127\.0\.0\.1:9|reach/);
  await agent.request('session/close', { sessionId });
  await expect(ask(sessionId, 'hello')).rejects.toThrow(/no session/);
  expect(await leave()).toBe(0);
});

it('two sessions answer side by side, each in its folder', async () => {
  await world.serve({ rest: 'Here.' });
  const { agent, ask, said } = await open();
  const one = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
  const two = await agent.request('session/new', { cwd: world.home, mcpServers: [] });
  await Promise.all([ask(one.sessionId, 'first'), ask(two.sessionId, 'second')]);
  expect(said()).toBe('Here.Here.');
  const { sessions } = await agent.request('session/list', {});
  expect(sessions.map((each) => each.cwd).sort()).toEqual([world.home, world.project].sort());
});
