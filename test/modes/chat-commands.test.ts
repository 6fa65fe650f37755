import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inTerminal, PROMPT, type Terminal } from '../support/terminal.js';
import type { World } from '../support/world.js';

const READ = { name: 'read', args: { path: 'a.js' } };
let world: World;
const openChat = inTerminal((made) => {
  world = made;
});

/** Until the status line stands above the prompt: it is waited for after every command. */
async function open(args: string[] = [], env: Record<string, string> = {}): Promise<Terminal> {
  const chat = await openChat(args, env);
  await chat.until(' tokens · ');
  await chat.until(PROMPT);
  return chat;
}

/** Types a command and waits for what it says, then for the next prompt. */
async function say(chat: Terminal, line: string, ...answers: string[]): Promise<void> {
  chat.type(`${line}\r`);
  for (const answer of answers) await chat.until(answer);
  await chat.until(' tokens · ');
  await chat.until(PROMPT);
}

describe('slash commands', () => {
  it('before any question they say so instead of failing', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    await say(chat, '/compact', 'nothing to shorten');
    await say(chat, '/context', 'nothing was asked yet');
    await say(chat, '/undo', 'nothing to undo');
    await say(chat, '/diff', 'changed nothing');
    await say(chat, '/sessions', 'no sessions');
    await say(chat, '/resume', 'no other session');
    await say(chat, '/retry', 'no question to ask again');
    await say(chat, '/mcp', 'no MCP servers');
    await say(chat, '/cost', '0 questions');
    await say(chat, '/memory', 'no instructions', 'no notes yet');
  });

  it('/config theme counts at once, other settings from the next start', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    await say(chat, '/config theme light', 'theme = "light"');
    expect(chat.all()).not.toContain('next start');
    await say(chat, '/config theme dark', 'must be one of');
    expect(chat.all()).not.toContain('next start');
    await say(chat, '/config temperature 0.5', 'it counts from the next start');
  });

  it('models and modes: the one in use is marked, wrong ones are refused with what there is', async () => {
    const names = ['test-model:latest', 'other:latest'];
    await world.serve({ models: names.map((name) => ({ name, capabilities: ['completion', 'tools'], contextLength: 32768 })), rest: 'Fine.' });
    const chat = await open();
    await say(chat, '/models', '* test-model:latest', '  other:latest');
    await say(chat, '/model othr', 'did you mean other');
    await say(chat, '/model other', 'the model is now other:latest');
    await say(chat, '/mode banana', 'there are plan, default, auto-edit, full');
    await say(chat, '/mode plan', 'the mode is now plan');
    await say(chat, 'hello', 'Fine.');
    expect(world.server?.chats[0]?.body.model).toBe('other:latest');
    expect((await chat.screen()).join('\n')).toMatch(/other:latest · \d+\/16384 tokens · plan/);
  });

  it('sessions: titles, copies, exports that overwrite nothing', async () => {
    world.files({ '.ocode/settings.json': '{}' });
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    await say(chat, '/save My work', 'saved as');
    await say(chat, 'first question', 'Fine.');
    await say(chat, '/sessions', 'My work (this one)');
    await say(chat, '/export out.md', 'written to');
    expect(readFileSync(join(world.project, 'out.md'), 'utf8')).toContain('first question');
    await say(chat, '/export out.md', 'out.md is there already');
    await say(chat, '/export json', 'written to');
    await say(chat, '/fork', 'now in the copy');
    await say(chat, 'second question', 'Fine.');
    await say(chat, '/resume', 'first question');
    await say(chat, 'third question', 'Fine.');
    const asked = world.server?.chats.at(-1)?.body.messages.map((message: { content: string }) => message.content.split('\n').at(-1));
    expect(asked).toEqual([expect.any(String), 'first question', 'Fine.', 'third question']);
  });

  it('/init brings commands that are there at once; /memory says what was cut', async () => {
    world.files({ 'AGENTS.md': 'Be brief, and then be brief again.\n'.repeat(600), '.git/HEAD': 'ref: refs/heads/main\n' });
    await world.serve({ turns: [{ calls: [{ name: 'remember', args: { text: 'The sky is blue.', key: 'sky' } }] }, 'Noted.', 'Fine.'] });
    const chat = await open();
    await say(chat, '/init', 'commands/review.md');
    await say(chat, '/memory', 'of at most 1966 (12 % of the window)', 'the rest was cut');
    await say(chat, 'keep that', 'Noted.');
    await say(chat, '/memory', 'sky: The sky is blue.');
    chat.type('/rev\t');
    await chat.until('iew ');
    chat.type('a.js\r');
    await chat.until('Fine.');
    expect(JSON.stringify(world.server?.chats.at(-1)?.body.messages.at(-1))).toContain('Review a.js');
  });
});

describe('approvals', () => {
  it('"always" holds for this path and this session only', async () => {
    world.files({ 'a.js': 'one\n', 'b.js': 'one\n' });
    const write = (path: string, content: string): object => ({ calls: [{ name: 'write', args: { path, content } }] });
    await world.serve({ turns: [write('a.js', 'two\n'), 'Done.', write('a.js', 'three\n'), 'Done.', write('b.js', 'two\n'), 'Done.'] });
    const chat = await open();
    chat.type('change a\r');
    await chat.until('(always: edit(a.js))');
    chat.type('a');
    await chat.until('Done.');
    await chat.until(PROMPT);
    await say(chat, 'change a again', 'Done.');
    expect(world.read('a.js')).toBe('three\n');
    chat.type('change b\r');
    await chat.until('(always: edit(b.js))');
    chat.type('n');
    await chat.until('refused by a person');
    expect(world.read('b.js')).toBe('one\n');
  });

  it.each([
    ['UTF-16 with a mark', Buffer.from('\ufeffvalue = one\r\nend\r\n', 'utf16le'), Buffer.from('\ufeffvalue = three\r\nend\r\nadded\r\n', 'utf16le')],
    ['UTF-8 with a mark', Buffer.from('\ufeffvalue = one\nend\n'), Buffer.from('\ufeffvalue = three\nend\nadded\n')],
    ['Latin-1', Buffer.from('value = one \xe9\n', 'latin1'), Buffer.from('value = three \xe9\nadded\n', 'latin1')],
    ['CRLF', Buffer.from('value = one\r\nend\r\n'), Buffer.from('value = three\r\nend\r\nadded\r\n')],
  ])('a version edited by the person keeps the file as it was: %s', async (_, before, after) => {
    world.files({ 'a.txt': before, 'editor.sh': '#!/bin/sh\nsed -i s/two/three/ "$1"\necho added >> "$1"\n' });
    const edit = { name: 'edit', args: { path: 'a.txt', edits: [{ old_text: 'one', new_text: 'two' }] } };
    await world.serve({ turns: [{ calls: [{ ...READ, args: { path: 'a.txt' } }] }, { calls: [edit] }, 'Done.'] });
    const chat = await open([], { EDITOR: `sh "${join(world.project, 'editor.sh')}"` });
    chat.type('change it\r');
    await chat.until('[e]dit');
    chat.type('e');
    await chat.until('Done.');
    expect(readFileSync(join(world.project, 'a.txt'))).toEqual(after);
    chat.type('/undo\r');
    await chat.until('restored');
    expect(readFileSync(join(world.project, 'a.txt'))).toEqual(before);
  });

  it('an editor that fails asks again; a file that changed meanwhile is left alone', async () => {
    world.files({ 'a.js': 'one\n', 'editor.sh': `#!/bin/sh\n[ -e tried ] || { touch tried; exit 1; }\necho other > "${join(world.project, 'a.js')}"\n` });
    const edit = { name: 'edit', args: { path: 'a.js', edits: [{ old_text: 'one', new_text: 'two' }] } };
    await world.serve({ turns: [{ calls: [READ] }, { calls: [edit] }, 'I see.'] });
    const chat = await open([], { EDITOR: 'sh editor.sh' });
    chat.type('change it\r');
    await chat.until('[e]dit');
    chat.type('e');
    await chat.until('set EDITOR to one that works');
    await chat.until('[e]dit');
    chat.type('e');
    await chat.until('changed on disk while the person edited it');
    await chat.until('I see.');
    expect(world.read('a.js')).toBe('other\n');
  });
});
