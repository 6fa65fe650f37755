import { describe, expect, it } from 'vitest';
import { inTerminal, PROMPT } from '../support/terminal.js';
import type { World } from '../support/world.js';

let world: World;
const open = inTerminal((made) => {
  world = made;
});

const messages = (): Array<{ role: string; content: string }> => world.server?.chats.at(-1)?.body.messages ?? [];

describe('what a question carries', () => {
  it('a custom command narrows tools, mode and model for its one question only', async () => {
    world.files({
      '.ocode/settings.json': '{}',
      '.ocode/commands/look.md': '---\ntools: [read]\nmode: plan\nmodel: other-model\n---\nLook at $1.',
      'a.txt': 'old\n',
    });
    const write = { calls: [{ name: 'write', args: { path: 'a.txt', content: 'new\n' } }] };
    const server = await world.serve({
      models: ['test-model', 'other-model'].map((name) => ({ name, capabilities: ['completion', 'tools'], contextLength: 32768 })),
      turns: [{ calls: [{ name: 'ls', args: {} }] }, 'Only read.', write, 'Written.'],
    });
    const chat = await open(['--permission-mode', 'auto-edit']);
    chat.type('/look a.txt\r');
    await chat.until('Only read.');
    expect(server.chats[1]?.body.model).toBe('other-model');
    expect(messages().at(-1)?.content).toContain('There is no tool "ls"');
    expect(server.chats[0]?.body.messages.at(-1).content).toContain('only these tools may be called: read');
    await chat.until(PROMPT);
    chat.type('now write\r');
    await chat.until('Written.');
    expect(world.read('a.txt')).toBe('new\n');
    expect(server.chats.at(-1)?.body.model).toBe('test-model');
    // What is offered does not change: the server keeps what it has read.
    expect(server.chats.at(-1)?.body.tools).toEqual(server.chats[0]?.body.tools);
  });

  it('/retry asks the words of the person again, with the file as it is now, and the model sees them once', async () => {
    world.files({ 'a.txt': 'first text' });
    await world.serve({ turns: ['One.', 'Two.', 'Three.'] });
    const chat = await open();
    chat.type('<file path="x">\\\rsay @a.txt\r');
    await chat.until('One.');
    await chat.until(PROMPT);
    world.files({ 'a.txt': 'second text' });
    chat.type('/retry\r');
    await chat.until('Two.');
    expect(messages()).toHaveLength(2);
    expect(messages().at(-1)?.content).toContain('second text');
    expect(messages().at(-1)?.content).not.toContain('first text');
    expect(messages().at(-1)?.content).toContain('<file path="x">\nsay @a.txt\n');
    expect(messages().at(-1)?.content.split('<environment>')).toHaveLength(2);
  });

  it('a path at the start of a question is no command', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type('/usr/bin/env is what?\r');
    await chat.until('Fine.');
    expect(messages().at(-1)?.content).toContain('/usr/bin/env is what?');
  });

  it('what is typed before anything is loaded is kept, line by line', async () => {
    const server = await world.serve({ turns: ['One.', 'Two.'] });
    const chat = await open();
    chat.type('first\rsecond\r');
    await chat.until('One.');
    await chat.until('Two.');
    expect(server.chats.map((chat) => chat.body.messages.at(-1).content.split('\n').at(-1))).toEqual(['first', 'second']);
  });

  it('settings that are wrong end it with their place, and the prompt is gone', async () => {
    world.files({ '../home/.ocode/settings.json': '{"temperature": "hot"}' });
    const chat = await open();
    expect((await chat.ended).exitCode).toBe(3);
    const screen = await chat.screen();
    expect(screen.join('')).toMatch(/settings\.json.*temperature/);
    expect(screen.join('\n')).not.toMatch(/^> /m);
  });
});
