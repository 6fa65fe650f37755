import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { inTerminal, PROMPT } from '../support/terminal.js';
import type { World } from '../support/world.js';

let world: World;
const open = inTerminal((made) => {
  world = made;
});

const EDIT = { name: 'edit', args: { path: 'a.js', edits: [{ old_text: 'one', new_text: 'two' }] } };
const READ = { name: 'read', args: { path: 'a.js' } };
const SIGHUP = 1;

function lastQuestion(): string {
  return String(world.server?.chats.at(-1)?.body.messages.at(-1).content).replace(/^[\s\S]*<\/environment>\s*/, '');
}

describe('a terminal that goes away', () => {
  it('while a question is open: nothing was allowed, the session is there', async () => {
    world.files({ 'a.js': "export const value = 'one';\n" });
    await world.serve({ turns: [{ calls: [READ] }, { calls: [EDIT] }, 'Done.'] });
    const chat = await open();
    chat.type('change it\r');
    await chat.until('[e]dit');
    chat.hangUp();
    expect((await chat.ended).signal).toBe(SIGHUP);
    expect(world.read('a.js')).toContain('one');
    expect((await world.ocode(['sessions', 'list'])).stdout).toContain('change it');
  });

  it('while an answer streams: the model is stopped, the question is kept', async () => {
    const server = await world.serve({ turns: [[{ text: 'I begin' }, { wait: 20_000 }, { done: {} }]] });
    const chat = await open();
    chat.type('talk to me\r');
    await chat.until('I begin');
    chat.hangUp();
    expect((await chat.ended).signal).toBe(SIGHUP);
    expect(server.chats[0]?.aborted).toBe(true);
    expect((await world.ocode(['sessions', 'list'])).stdout).toContain('talk to me');
  });

  it('at the prompt', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.hangUp();
    expect((await chat.ended).signal).toBe(SIGHUP);
  });

  it('SIGTERM ends with 143 and the session is saved', async () => {
    await world.serve({ turns: [[{ text: 'I begin' }, { wait: 20_000 }, { done: {} }]] });
    const chat = await open();
    chat.type('talk to me\r');
    await chat.until('I begin');
    process.kill(chat.pid, 'SIGTERM');
    expect((await chat.ended).exitCode).toBe(143);
    expect((await world.ocode(['sessions', 'list'])).stdout).toContain('talk to me');
  });

  it('Ctrl+D at an open question says no', async () => {
    world.files({ 'a.js': "export const value = 'one';\n" });
    await world.serve({ turns: [{ calls: [READ] }, { calls: [EDIT] }, 'Done.'] });
    const chat = await open();
    chat.type('change it\r');
    await chat.until('[e]dit');
    chat.type('\x04');
    await chat.until('refused by a person');
    expect(world.read('a.js')).toContain('one');
  });
});

describe('keys at an open question', () => {
  // An arrow is ESC [ A: its last letter is not the `a` of "always".
  it.each([
    ['an arrow', '\x1b[A'],
    ['a paste', '\x1b[200~yes\x1b[201~'],
    ['a word', 'yes'],
    ['a function key', '\x1bOA'],
  ])('%s does not answer', async (_, keys) => {
    world.files({ 'a.js': "export const value = 'one';\n" });
    await world.serve({ turns: [{ calls: [READ] }, { calls: [EDIT] }, 'Done.'] });
    const chat = await open();
    chat.type('change it\r');
    await chat.until('[e]dit');
    chat.type(keys);
    await new Promise((resolve) => setTimeout(resolve, 150));
    chat.type('N');
    await chat.until('refused by a person');
    expect(world.read('a.js')).toContain('one');
  });
});

describe('large and odd input', () => {
  const LINES = Array.from({ length: 20_000 }, (_, index) => `line ${index} of a long paste with some words in it`);

  it('a paste of 1 MB is a mark in the line, whole in the request, and in the history', async () => {
    await world.serve({ rest: 'Fine.', models: [{ name: 'test-model', capabilities: ['completion', 'tools'], contextLength: 1_000_000 }] });
    const chat = await open(['--num-ctx', '900000']);
    chat.type(`see \x1b[200~${LINES.join('\r')}\x1b[201~`);
    await chat.until('[paste 1: 20000 lines]');
    chat.type('\r');
    await chat.until('Fine.');
    expect(lastQuestion()).toBe(`see ${LINES.join('\n')}`);
    expect(chat.all()).not.toContain('line 7 of');
    await chat.until(PROMPT);
    chat.type('\x1b[A');
    await chat.until('see [paste 1: 20000 lines]');
    chat.type(' again\r');
    await chat.until('Fine.');
    expect(lastQuestion()).toBe(`see ${LINES.join('\n')} again`);
  });

  it('a question that does not fit is not carried along', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type(`\x1b[200~${LINES.join('\r')}\x1b[201~\r`);
    await chat.until('taken out of the session');
    await chat.until(PROMPT);
    chat.type('and now\r');
    await chat.until('Fine.');
    expect(lastQuestion()).toBe('and now');
  });

  it('a large paste on a terminal that does not mark it is one question', async () => {
    const server = await world.serve({ rest: 'Fine.' });
    const chat = await open([], { TERM: 'dumb' });
    chat.type(`see ${LINES.slice(0, 400).join('\r')}\r`);
    await chat.until('Fine.');
    expect(server.chats).toHaveLength(1);
    expect(lastQuestion()).toBe(`see ${LINES.slice(0, 400).join('\n')}`);
  });

  it('bytes that are no UTF-8 become the replacement character', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0x0d]));
    await chat.until('Fine.');
    expect(lastQuestion()).toBe('a\ufffd\ufffdb');
  });

  it('wide characters and emoji are edited as whole characters', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type('日本語 👩‍👩‍👧é ok');
    await chat.until('ok');
    for (const key of ['\x1b[D', '\x1b[D', '\x1b[D', '\x7f', '\x7f', '\x7f', '\x7f', '\x1b[C', 'X', '\x01', 'Y', '\r']) {
      chat.type(key);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await chat.until('Fine.');
    expect(lastQuestion()).toBe('Y日本 Xok');
  });

  it('a new window size at the prompt keeps the line, in an answer it draws nothing into it', async () => {
    await world.serve({ turns: [[{ text: 'It is a rather long line that has to wrap somewhere ' }, { wait: 700 }, { text: 'and goes on.' }, { done: {} }]] });
    const chat = await open();
    chat.type('a question that is longer than the window is going to be');
    await chat.until('going to be');
    chat.resize(40, 20);
    await expect.poll(async () => (await chat.screen()).join(''), { timeout: 10_000 }).toMatch(/> a question that is longer than the window is going to be$/);
    chat.type('\r');
    await chat.until('somewhere');
    chat.resize(30, 20);
    await chat.until('goes on.');
    await chat.until(PROMPT);
    expect((await chat.screen()).join('')).toContain('It is a rather long line that has to wrap somewhere and goes on.');
  });

  it('a history that cannot be read or written costs the history only', async () => {
    world.files({ '.ocode/settings.json': '{}' });
    mkdirSync(join(world.project, '.ocode/history'));
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type('hello\r');
    await chat.until('Fine.');
    await chat.until(PROMPT);
    chat.type('\x1b[A');
    await chat.until('hello');
    chat.type('\x15\x04');
    expect((await chat.ended).exitCode).toBe(0);
  });

  it('without colours there are none, and Ctrl+Z where nobody can bring us back changes nothing', async () => {
    await world.serve({ rest: '# Head\n**bold** `code`\n' });
    const chat = await open([], { NO_COLOR: '1' });
    chat.type('\x1a');
    chat.type('hello\r');
    await chat.until('# Head');
    await chat.until('**bold** `code`');
    await chat.until(PROMPT);
    expect(chat.all()).not.toMatch(/\x1b\[[\d;]*m/);
  });
});

describe('command files that are broken', () => {
  beforeEach(() => {
    world.files({
      '.ocode/commands/list.md': '---\ndescription: [x\n---\nhello',
      '.ocode/commands/mode.md': '---\nmode: banana\n---\nhello',
      '.ocode/commands/open.md': '---\nmode: plan\nhello',
      '.ocode/commands/bytes.md': Buffer.from([0xff, 0xfe, 0x00, 0x01]),
      '.ocode/commands/sound.md': 'Say $1.',
    });
  });

  it('are named with the reason, by /help and when they are called', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type('/help\r');
    for (const name of ['bytes', 'list', 'mode', 'open']) await chat.until(`${name}.md: `);
    await chat.until(PROMPT);
    chat.type('/open x\r');
    await chat.until('open.md: the front matter does not end');
    await chat.until(PROMPT);
    chat.type('/sound hi\r');
    await chat.until('Fine.');
    expect(lastQuestion()).toBe('Say hi.');
  });

  it('end a one-shot with the reason instead of going to the model', async () => {
    const server = await world.serve({ rest: 'Fine.' });
    const run = await world.ocode(['-p', '/mode x']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('mode.md');
    expect(server.chats).toHaveLength(0);
  });
});
