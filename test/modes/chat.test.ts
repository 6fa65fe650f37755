import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inTerminal, PROMPT } from '../support/terminal.js';
import type { World } from '../support/world.js';

let world: World;
const open = inTerminal((made) => {
  world = made;
});

const EDIT = { name: 'edit', args: { path: 'a.js', edits: [{ old_text: 'one', new_text: 'two' }] } };
const READ = { name: 'read', args: { path: 'a.js' } };

describe('a session at a terminal', () => {
  it('goes through chat, approval, undo, compact, resume', async () => {
    world.files({ '.ocode/settings.json': '{}', 'a.js': "export const value = 'one';\n" });
    const server = await world.serve({ turns: ['Hello there.', { calls: [READ] }, { calls: [EDIT] }, 'It is changed.', 'And on we go.'] });
    const first = await open();
    await first.until('test-model');
    first.type('hello\r');
    await first.until('Hello there.');
    await first.until(PROMPT);
    first.type('change it\r');
    await first.until("+export const value = 'two';");
    await first.until('[e]dit');
    expect(world.read('a.js')).toContain('one');
    first.type('y');
    await first.until('It is changed.');
    await first.until(PROMPT);
    expect(world.read('a.js')).toContain('two');
    first.type('/undo\r');
    await first.until('restored');
    expect(world.read('a.js')).toContain('one');
    await first.until(PROMPT);
    first.type('/compact\r');
    await first.until('history');
    await first.until(PROMPT);
    first.type('/exit\r');
    expect((await first.ended).exitCode).toBe(0);
    expect(statSync(join(world.project, '.ocode/history')).mode & 0o777).toBe(0o600);

    const second = await open(['-c']);
    await second.until('It is changed.');
    second.type('go on\r');
    await second.until('And on we go.');
    await second.until(PROMPT);
    second.type('\x04');
    expect((await second.ended).exitCode).toBe(0);
    expect(JSON.stringify(server.chats.at(-1)?.body.messages)).toContain('Hello there.');
  });

  it('a no changes nothing, and keys typed before the question do not answer it', async () => {
    world.files({ 'a.js': "export const value = 'one';\n" });
    await world.serve({ turns: [{ calls: [READ] }, [{ wait: 300 }, { calls: [EDIT] }, { done: {} }]] });
    const chat = await open();
    chat.type('change it\r');
    await chat.until('read a.js');
    chat.type('y');
    await chat.until('[e]dit');
    chat.type('n');
    await chat.until('refused by a person');
    expect(world.read('a.js')).toContain('one');
  });

  it('edit opens the editor on the new text', async () => {
    world.files({ 'a.js': "export const value = 'one';\n", 'editor.sh': '#!/bin/sh\nsed -i s/two/three/ "$1"\n' });
    await world.serve({ turns: [{ calls: [READ] }, { calls: [EDIT] }, 'Done.'] });
    const chat = await open([], { EDITOR: `sh ${join(world.project, 'editor.sh')}` });
    chat.type('change it\r');
    await chat.until('[e]dit');
    chat.type('e');
    await chat.until('Done.');
    expect(world.read('a.js')).toBe("export const value = 'three';\n");
  });

  it('a backslash and a paste make one question of several lines', async () => {
    const server = await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type('one\\\r');
    await chat.until('… ');
    chat.type('two \x1b[200~three\r\nfour\x1b[201~\r');
    await chat.until('Fine.');
    expect(server.chats[0]?.body.messages.at(-1).content).toMatch(/one\ntwo three\nfour$/);
  });

  it.each([
    ['Ctrl+D', ['\x04'], {}],
    ['Ctrl+D without a cursor', ['\x04'], { TERM: 'dumb' }],
    ['Ctrl+C twice', ['\x03', '\x03'], {}],
  ])('%s leaves the shell a line of its own', async (_, keys, env) => {
    const chat = await open([], env as Record<string, string>);
    chat.type(keys[0] ?? '');
    if (keys.length > 1) {
      await chat.until('again');
      await chat.until(PROMPT);
      chat.type(keys[1] ?? '');
    }
    expect((await chat.ended).exitCode).toBe(0);
    expect(chat.all().replaceAll('\x1b[?2004l', '')).toMatch(/\n$/);
  });

  it('Ctrl+C stops an answer, twice leaves', async () => {
    const server = await world.serve({ turns: [[{ text: 'I begin' }, { wait: 20_000 }, { done: {} }]] });
    const chat = await open();
    chat.type('talk\r');
    await chat.until('I begin');
    chat.type('\x03');
    await chat.until('stopped');
    await chat.until(PROMPT);
    // The server hears of it when its end of the connection closes.
    await expect.poll(() => server.chats[0]?.aborted, { timeout: 20_000 }).toBe(true);
    chat.type('\x03');
    expect((await chat.ended).exitCode).toBe(0);
  });

  it('a failure of the model offers to try again', async () => {
    const server = await world.serve({ turns: [{ status: 400, body: 'no such thing' }, 'Better now.'] });
    const chat = await open();
    chat.type('try\r');
    await chat.until('[r]etry [s]kip [a]bort');
    chat.type('r');
    await chat.until('Better now.');
    expect(server.chats.map(({ body }) => body.messages.filter(({ role }: { role: string }) => role === 'user').length)).toEqual([1, 1]);
  });

  it('no server at all offers the same, and abort leaves with its exit code', async () => {
    const chat = await open();
    chat.type('try\r');
    await chat.until('no Ollama server answers');
    await chat.until('[r]etry [s]kip [a]bort');
    chat.type('s');
    await chat.until(PROMPT);
    chat.type('try\r');
    await chat.until('[r]etry [s]kip [a]bort');
    chat.type('a');
    expect((await chat.ended).exitCode).toBe(4);
  });

  it('says that the model is being loaded, then that the prompt is read', async () => {
    let isLoaded = false;
    await world.serve({ isLoaded: () => isLoaded, turns: [[{ wait: 5000 }, { text: 'Here I am.' }, { done: {} }]] });
    const chat = await open();
    chat.type('hello\r');
    await chat.until('loading model');
    isLoaded = true;
    await chat.until('reading prompt');
    await chat.until('Here I am.');
  });

  it('completes commands and paths, suggests the nearest command, runs custom ones', async () => {
    world.files({ '.ocode/commands/shout.md': '---\ndescription: loud\n---\nShout $1 and $ARGUMENTS.', 'source.txt': 'the text of the file' });
    const server = await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type('/hlep\r');
    await chat.until('did you mean /help?');
    await chat.until(PROMPT);
    chat.type('/sho');
    await chat.until('/sho');
    chat.type('\t');
    await chat.until('ut ');
    chat.type('a b\r');
    await chat.until('Fine.');
    expect(server.chats[0]?.body.messages.at(-1).content).toContain('Shout a and a b.');
    await chat.until(PROMPT);
    chat.type('see @sou');
    await chat.until('@sou');
    chat.type('\t');
    await chat.until('rce.txt');
    chat.type('\r');
    await chat.until('Fine.');
    expect(server.chats[1]?.body.messages.at(-1).content).toContain('the text of the file');
  });

  it('a dumb terminal gets no escape sequences', async () => {
    await world.serve({ rest: '# Plain' });
    const chat = await open([], { TERM: 'dumb' });
    chat.type('hello\r');
    await chat.until('# Plain');
    await chat.until('> ');
    chat.type('/exit\r');
    await chat.ended;
    expect(chat.all()).not.toContain('\x1b');
  });

  it('what the model writes cannot steer the terminal', async () => {
    await world.serve({ rest: 'a\x1b]0;title\x07b\x1b[31mc' });
    const chat = await open();
    chat.type('hello\r');
    await chat.until('abc');
    expect(chat.all()).not.toContain('title');
  });
});

describe('custom commands in one-shot', () => {
  it('fill in their arguments', async () => {
    world.files({ '.ocode/commands/review.md': 'Review $ARGUMENTS now.' });
    const server = await world.serve({ rest: 'Fine.' });
    expect((await world.ocode(['-p', '/review src'])).code).toBe(0);
    expect(server.chats[0]?.body.messages.at(-1).content).toMatch(/Review src now\.$/);
  });
});
