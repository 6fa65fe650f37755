import type * as acp from '@agentclientprotocol/sdk';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createWorld, type World } from '../../support/world.js';
import { type Editor, type EditorOptions, openEditor } from './editor.js';

let world: World;
let editor: Editor;
beforeEach(() => {
  world = createWorld();
  world.files({ '.ocode/settings.json': '{}', 'AGENTS.md': 'Indent with a zebra.', 'a.js': "export const value = 'one';\n" });
});
afterEach(async () => {
  await editor.kill();
  await world.end();
});

const EDIT = { name: 'edit', args: { path: 'a.js', edits: [{ old_text: 'one', new_text: 'two' }] } };
const DIFF = { oldText: "export const value = 'one';\n", newText: "export const value = 'two';\n" };

async function begin(options: EditorOptions = {}): Promise<string> {
  editor = await openEditor(world, options);
  return (await editor.agent.request('session/new', { cwd: world.project, mcpServers: [] })).sessionId;
}

it('an editor starts a session, allows an edit, cancels, and loads it again', async () => {
  await world.serve({
    turns: [
      { calls: [{ name: 'read', args: { path: 'a.js' } }] },
      { calls: [EDIT] },
      'It is changed.',
      [{ text: 'I begin now, ' }, { wait: 20_000 }, { done: {} }],
    ],
  });
  editor = await openEditor(world);
  const { agent, updates, asked } = editor;
  const { sessionId, modes } = await agent.request('session/new', { cwd: world.project, mcpServers: [] });
  expect(modes?.currentModeId).toBe('default');
  expect(modes?.availableModes.map((mode) => mode.id)).toEqual(['plan', 'default', 'auto-edit', 'full']);

  expect((await editor.ask(sessionId, 'change it')).stopReason).toBe('end_turn');
  expect(world.read('a.js')).toContain('two');
  const path = `${world.project}/a.js`;
  expect(asked[0]?.toolCall.content).toContainEqual({ type: 'diff', path, ...DIFF });
  const call = updates.find((update) => update.sessionUpdate === 'tool_call' && update.kind === 'edit');
  expect(call).toMatchObject({ toolCallId: asked[0]?.toolCall.toolCallId, locations: [{ path }] });
  const done = updates.filter((update) => update.sessionUpdate === 'tool_call_update' && update.status === 'completed');
  expect(done.at(-1)).toMatchObject({ content: [{ type: 'diff', path, ...DIFF }] });
  await vi.waitFor(() => expect(updates).toContainEqual(expect.objectContaining({ sessionUpdate: 'session_info_update', title: 'change it' })));

  const long = editor.ask(sessionId, 'talk');
  await editor.until(() => editor.said().includes('begin'));
  await expect(editor.ask(sessionId, 'and this')).rejects.toThrow(/answering already/);
  await expect(agent.request('session/load', { sessionId, cwd: world.project, mcpServers: [] })).rejects.toThrow(/answering/);
  await agent.notify('session/cancel', { sessionId });
  expect((await long).stopReason).toBe('cancelled');

  const { sessions } = await agent.request('session/list', { cwd: world.project });
  expect(sessions.map((each) => each.sessionId)).toEqual([sessionId]);
  updates.length = 0;
  await agent.request('session/load', { sessionId, cwd: world.project, mcpServers: [] });
  await vi.waitFor(() =>
    expect(updates.filter((update) => update.sessionUpdate !== 'available_commands_update')).toMatchObject([
      { sessionUpdate: 'user_message_chunk', content: { text: 'change it' } },
      { sessionUpdate: 'tool_call', kind: 'read', status: 'completed' },
      { sessionUpdate: 'tool_call', kind: 'edit', status: 'completed' },
      { sessionUpdate: 'agent_message_chunk', content: { text: 'It is changed.' } },
      { sessionUpdate: 'user_message_chunk', content: { text: 'talk' } },
    ]),
  );
  expect(JSON.stringify(updates)).not.toContain('zebra');
  expect(await editor.leave()).toBe(0);
});

it('the plan is told as a plan, in whatever words the model wrote it, and again when the session is loaded', async () => {
  await world.serve({
    turns: [
      { calls: [{ name: 'plan', args: { items: [{ text: 'look', state: 'doing' }, { text: 'mend' }] } }] },
      { calls: [{ name: 'use_tool', args: { name: 'todo_write', args: { todos: [{ content: 'look', status: 'completed' }, '[~] mend'] } } }] },
      { calls: [{ name: 'plan', args: { items: 'nonsense' } }] },
      'Done.',
    ],
  });
  const sessionId = await begin();
  await editor.ask(sessionId, 'plan it');
  const plans = editor.updates.filter((update) => update.sessionUpdate === 'plan');
  const last = {
    sessionUpdate: 'plan',
    entries: [
      { content: 'look', priority: 'medium', status: 'completed' },
      { content: 'mend', priority: 'medium', status: 'in_progress' },
    ],
  };
  expect(plans).toMatchObject([
    {
      entries: [
        { content: 'look', status: 'in_progress' },
        { content: 'mend', status: 'pending' },
      ],
    },
    last,
  ]);
  expect(editor.updates.filter((update) => update.sessionUpdate === 'tool_call')).toMatchObject([{ title: 'plan' }]);
  editor.updates.length = 0;
  await editor.agent.request('session/load', { sessionId, cwd: world.project, mcpServers: [] });
  await vi.waitFor(() => expect(editor.updates.filter((update) => update.sessionUpdate === 'plan')).toEqual([last]));
});

it('modes decide what is asked, also in the middle of a turn', async () => {
  await world.serve({ turns: [{ calls: [EDIT] }, 'Refused.', { calls: [EDIT] }, 'Done.'] });
  const sessionId = await begin();
  await editor.agent.request('session/set_mode', { sessionId, modeId: 'plan' });
  await editor.ask(sessionId, 'change it');
  expect(world.read('a.js')).toContain('one');
  await editor.agent.request('session/set_mode', { sessionId, modeId: 'auto-edit' });
  await editor.ask(sessionId, 'change it');
  expect(world.read('a.js')).toContain('two');
  expect(editor.asked).toEqual([]);
  expect(editor.updates).toContainEqual(
    expect.objectContaining({ sessionUpdate: 'tool_call_update', status: 'completed', content: [expect.objectContaining(DIFF)] }),
  );
  await expect(editor.agent.request('session/set_mode', { sessionId, modeId: 'wild' })).rejects.toThrow(/no mode wild/);
});

it.each([
  ['no', { outcome: { outcome: 'selected', optionId: 'reject' } }, 'end_turn'],
  ['taken back', { outcome: { outcome: 'cancelled' } }, 'cancelled'],
  ['an answer nobody offered', { outcome: { outcome: 'selected', optionId: 'surely' } }, 'end_turn'],
] as const)('a permission request answered with %s changes nothing', async (_, answer, stopReason) => {
  await world.serve({ turns: [{ calls: [EDIT] }, 'Not reached.'] });
  const sessionId = await begin({ decide: () => answer as acp.RequestPermissionResponse });
  expect((await editor.ask(sessionId, 'change it')).stopReason).toBe(stopReason);
  expect(world.read('a.js')).toContain('one');
});

it('"always" is not asked again, and a command is shown as it is', async () => {
  world.files({ '.ocode/settings.json': '{"permissions":{"allow_shell_exec":true}}' });
  await world.ocode(['trust']);
  const touch = { name: 'bash', args: { command: 'touch made.txt' } };
  await world.serve({ turns: [{ calls: [touch] }, { calls: [touch] }, 'Done.'] });
  const sessionId = await begin({ decide: () => ({ outcome: { outcome: 'selected', optionId: 'allow_session' } }) });
  await editor.ask(sessionId, 'touch it twice');
  expect(editor.asked).toHaveLength(1);
  expect(editor.asked[0]?.toolCall).toMatchObject({ title: 'touch made.txt', kind: 'execute' });
  expect(editor.asked[0]?.options.map((option) => option.kind)).toEqual(['allow_once', 'allow_always', 'reject_once']);
});

it('cancels while the editor is asked, while a command runs, and while the server is silent', async () => {
  world.files({ '.ocode/settings.json': '{"permissions":{"allow_shell_exec":true}}' });
  await world.ocode(['trust']);
  await world.serve({ turns: [{ calls: [EDIT] }, { calls: [{ name: 'bash', args: { command: 'sleep 60' } }] }, [{ wait: 60_000 }, { done: {} }], 'Here.'] });
  const sessionId = await begin({
    decide: () => (editor.asked.length === 2 ? { outcome: { outcome: 'selected', optionId: 'allow_once' } } : new Promise(() => {})),
  });
  const stopped = async (when: () => boolean, text: string): Promise<void> => {
    const turn = editor.ask(sessionId, text);
    await editor.until(when);
    await editor.agent.notify('session/cancel', { sessionId });
    expect((await turn).stopReason).toBe('cancelled');
  };
  await stopped(() => editor.asked.length === 1, 'edit');
  await stopped(() => editor.updates.some((update) => update.sessionUpdate === 'tool_call_update' && update.status === 'in_progress'), 'sleep');
  await stopped(() => world.server?.chats.length === 3, 'think');
  // A cancel without a turn is nothing.
  await editor.agent.notify('session/cancel', { sessionId });
  expect((await editor.ask(sessionId, 'are you there?')).stopReason).toBe('end_turn');
  expect(editor.said()).toContain('Here.');
  expect(world.read('a.js')).toContain('one');
});

it('cancels while the model is looked for', async () => {
  const { createServer } = await import('node:http');
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  world.env.OLLAMA_HOST = `http://127.0.0.1:${(silent.address() as import('node:net').AddressInfo).port}`;
  const connected = new Promise((resolve) => silent.once('connection', resolve));
  const sessionId = await begin();
  const turn = editor.ask(sessionId, 'hello?');
  await connected;
  await editor.agent.notify('session/cancel', { sessionId });
  expect((await turn).stopReason).toBe('cancelled');
  silent.closeAllConnections();
  silent.close();
});

it('files and text that come with a question reach the model; their names, not their text, are replayed', async () => {
  world.files({ 'with space.md': 'A walrus.' });
  const chats = (await world.serve({ turns: ['Seen.'] })).chats;
  const sessionId = await begin();
  await editor.agent.request('session/prompt', {
    sessionId,
    prompt: [
      { type: 'text', text: 'compare' },
      { type: 'resource_link', name: 'with space.md', uri: `file://${world.project}/with%20space.md` },
      { type: 'text', text: 'with this' },
      { type: 'resource', resource: { uri: `file://${world.project}/b.md#L1:3`, text: 'A penguin.' } },
    ],
  });
  const sent = chats[0]?.body.messages.at(-1).content as string;
  for (const part of ['A walrus.', 'A penguin.', 'compare @', 'with this', `<file path="${world.project}/b.md">`]) expect(sent).toContain(part);
  await editor.agent.request('session/load', { sessionId, cwd: world.project, mcpServers: [] });
  const replayed = () => editor.updates.flatMap((update) => (update.sessionUpdate === 'user_message_chunk' ? [update.content] : []));
  await vi.waitFor(() => expect(replayed()).toEqual([{ type: 'text', text: `compare @${world.project}/with space.md with this` }]));
});

it('custom commands are offered and understood', async () => {
  world.files({ '.ocode/commands/greet.md': '---\ndescription: say hello\n---\nGreet $ARGUMENTS in Latin.' });
  await world.ocode(['trust']);
  const chats = (await world.serve({ turns: ['Salve.'] })).chats;
  const sessionId = await begin();
  await editor.until(() => editor.updates.some((update) => update.sessionUpdate === 'available_commands_update'));
  expect(editor.updates[0]).toMatchObject({ availableCommands: [{ name: 'greet', description: 'say hello' }] });
  await editor.ask(sessionId, '/greet Ann');
  expect(chats[0]?.body.messages.at(-1).content).toContain('Greet Ann in Latin.');
});

it('a command that names tools keeps the model to them, for its one question', async () => {
  world.files({ '.ocode/commands/look.md': '---\ntools: [read]\nmode: plan\n---\nLook at $ARGUMENTS.' });
  await world.ocode(['trust']);
  const chats = (await world.serve({ turns: [{ calls: [EDIT] }, 'It cannot be changed.', { calls: [EDIT] }, 'Changed.'] })).chats;
  const sessionId = await begin();
  await editor.ask(sessionId, '/look a.js');
  expect(chats[0]?.body.messages.at(-1).content).toContain('only these tools may be called: read');
  expect([world.read('a.js').includes('one'), editor.asked]).toEqual([true, []]);
  await editor.ask(sessionId, 'change it');
  expect([world.read('a.js').includes('two'), editor.asked.length]).toEqual([true, 1]);
});

it('a session that somebody else went on with stays the same session for the editor', async () => {
  await world.serve({ turns: ['One.', 'Elsewhere.', { calls: [EDIT] }, 'Two.'] });
  const sessionId = await begin();
  await editor.ask(sessionId, 'first');
  expect((await world.ocode(['-c', '-p', 'from a terminal'])).code).toBe(0);
  await editor.ask(sessionId, 'change it');
  expect(editor.said()).toContain('Two.');
  await editor.ask(sessionId, 'and again').catch(() => {});
  expect([...editor.about]).toEqual([sessionId]);
});
