import { type ChildProcess, spawn } from 'node:child_process';
import { Readable, Writable } from 'node:stream';
import * as acp from '@agentclientprotocol/sdk';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BIN } from '../support/run-cli.js';
import { createWorld, type World } from '../support/world.js';

let world: World;
let child: ChildProcess | undefined;
beforeEach(() => {
  world = createWorld();
});
afterEach(async () => {
  child?.kill();
  await world.end();
});

it('an editor starts a session, allows an edit, cancels, and loads it again', async () => {
  world.files({ '.ocode/settings.json': '{}', 'a.js': "export const value = 'one';\n" });
  await world.serve({
    turns: [
      { calls: [{ name: 'read', args: { path: 'a.js' } }] },
      { calls: [{ name: 'edit', args: { path: 'a.js', edits: [{ old_text: 'one', new_text: 'two' }] } }] },
      'It is changed.',
      [{ text: 'I begin now, ' }, { wait: 20_000 }, { done: {} }],
    ],
  });
  const updates: acp.SessionUpdate[] = [];
  const asked: acp.RequestPermissionRequest[] = [];
  const editor = acp
    .client()
    .onRequest('session/request_permission', ({ params }) => {
      asked.push(params);
      return { outcome: { outcome: 'selected', optionId: 'allow_once' } };
    })
    .onNotification('session/update', ({ params }) => {
      updates.push(params.update);
    });
  const env = Object.fromEntries(Object.entries({ PATH: process.env.PATH, ...world.env }).filter(([, value]) => value !== undefined)) as NodeJS.ProcessEnv;
  child = spawn(process.execPath, [BIN, 'acp'], { cwd: world.project, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = new Promise<number | null>((resolve) => child?.on('close', resolve));
  const stream = acp.ndJsonStream(Writable.toWeb(child.stdin!) as WritableStream<Uint8Array>, Readable.toWeb(child.stdout!) as ReadableStream<Uint8Array>);
  await editor.connectWith(stream, async (agent) => {
    const hello = await agent.request('initialize', { protocolVersion: acp.PROTOCOL_VERSION, clientCapabilities: {} });
    expect(hello).toMatchObject({ protocolVersion: acp.PROTOCOL_VERSION, agentInfo: { name: 'ocode' }, agentCapabilities: { loadSession: true } });
    const { sessionId, modes } = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
    expect(modes?.currentModeId).toBe('default');

    const done = await agent.request('session/prompt', { sessionId, prompt: [{ type: 'text', text: 'change it' }] });
    expect(done.stopReason).toBe('end_turn');
    expect(world.read('a.js')).toContain('two');
    expect(asked[0]?.toolCall.content).toContainEqual({
      type: 'diff',
      path: `${world.project}/a.js`,
      oldText: "export const value = 'one';\n",
      newText: "export const value = 'two';\n",
    });
    const call = updates.find((update) => update.sessionUpdate === 'tool_call' && update.kind === 'edit');
    expect(call).toMatchObject({ toolCallId: asked[0]?.toolCall.toolCallId });
    expect(updates).toContainEqual(expect.objectContaining({ sessionUpdate: 'tool_call_update', status: 'completed' }));

    await agent.request('session/set_mode', { sessionId, modeId: 'plan' });
    await expect(agent.request('session/set_mode', { sessionId, modeId: 'wild' })).rejects.toThrow(/no mode/);

    const long = agent.request('session/prompt', { sessionId, prompt: [{ type: 'text', text: 'talk' }] });
    while (!updates.some((update) => update.sessionUpdate === 'agent_message_chunk' && update.content.type === 'text' && update.content.text.includes('begin')))
      await new Promise((resolve) => setTimeout(resolve, 20));
    await agent.notify('session/cancel', { sessionId });
    expect((await long).stopReason).toBe('cancelled');

    const { sessions } = await agent.request('session/list', { cwd: world.project });
    expect(sessions.map((each) => each.sessionId)).toEqual([sessionId]);
    updates.length = 0;
    await agent.request('session/load', { sessionId, cwd: world.project, mcpServers: [] });
    expect(JSON.stringify(updates)).toContain('It is changed.');
    await expect(agent.request('session/load', { sessionId: 'nothing', cwd: world.project, mcpServers: [] })).rejects.toThrow();
  });
  child.stdin?.end();
  expect(await exit).toBe(0);
});
