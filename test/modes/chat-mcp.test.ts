import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { inTerminal, PROMPT } from '../support/terminal.js';
import type { World } from '../support/world.js';

const FAKE = fileURLToPath(new URL('../fakes/mcp-server-stdio.mjs', import.meta.url));

let world: World;
const open = inTerminal((made) => {
  world = made;
  const kit = { command: process.execPath, args: [FAKE, 'normal'], sampling: 'ask' };
  world.files({ '../home/.ocode/settings.json': JSON.stringify({ mcp_servers: { kit } }) });
});

const lastQuestion = (): string => String(world.server?.chats.at(-1)?.body.messages.at(-1).content).replace(/^[\s\S]*<\/environment>\s*/, '');

describe('MCP in a conversation', () => {
  it('/mcp shows servers and prompts; a prompt is put with its arguments; a resource is added to the question', async () => {
    await world.serve({ rest: 'Fine.' });
    const chat = await open();
    chat.type('/mcp\r');
    await chat.until('kit  stdio  connected');
    await chat.until('/kit:greet <who>');
    await chat.until(PROMPT);
    chat.type('/kit:gret you\r');
    await chat.until('did you mean /kit:greet?');
    await chat.until(PROMPT);
    chat.type('/kit:greet\r');
    await chat.until('/kit:greet needs who');
    await chat.until(PROMPT);
    chat.type('/kit:greet Ada Lovelace\r');
    await chat.until('Fine.');
    expect(lastQuestion()).toBe('Hello Ada Lovelace');
    await chat.until(PROMPT);
    chat.type('sum up @kit:fake://readme and @kit:fake://none, please\r');
    await chat.until('@kit:fake://none is left out');
    await chat.until('Fine.');
    expect(lastQuestion()).toMatch(/^sum up .*\n\n<untrusted source="mcp kit:fake:\/\/readme">\n[\s\S]*text of fake:\/\/readme[\s\S]*<\/untrusted>$/);
  });

  it('Tab completes names of prompts and resources that are known, and starts no server', async () => {
    await world.serve({ rest: 'Fine.' });
    const log = join(world.root, 'log');
    const kit = { command: process.execPath, args: [FAKE, 'normal', log] };
    world.files({ '.ocode/settings.json': '{}', '../home/.ocode/settings.json': JSON.stringify({ mcp_servers: { kit } }) });
    const first = await open();
    first.type('/ki\tX\x15');
    await first.until('/kit:X');
    first.type('see @ki\tX\x15');
    await first.until('see @kit:X');
    expect(existsSync(log)).toBe(false);
    first.type('/mcp\r');
    await first.until('kit  stdio  connected');
    await first.until(PROMPT);
    await expect.poll(() => existsSync(join(world.project, '.ocode/cache/mcp-names.json')), { timeout: 20_000 }).toBe(true);
    first.type('/kit:g\tAda\r');
    await first.until('Fine.');
    expect(lastQuestion()).toBe('Hello Ada');
    await first.until(PROMPT);
    first.type('\x04');
    expect((await first.ended).exitCode).toBe(0);
    rmSync(log);

    const next = await open();
    next.type('/kit:g\tX\x15');
    await next.until('/kit:greet X');
    next.type('see @kit:fake://r\tX\x15');
    await next.until('see @kit:fake://readmeX');
    expect(existsSync(log)).toBe(false);
    next.type('\x04');
    await next.ended;
    // Another server under the same name has other names.
    world.files({ '../home/.ocode/settings.json': JSON.stringify({ mcp_servers: { kit: { ...kit, env: { LEVEL: '2' } } } }) });
    const other = await open();
    other.type('/kit:g\tX');
    await other.until('/kit:gX');
  });

  it('a server asks the person, and takes no for an answer', async () => {
    const ask = { calls: [{ name: 'kit__ask', args: {} }] };
    const server = await world.serve({ turns: [ask, 'Nice to meet you.', ask, 'As you like.'] });
    const chat = await open(['--permission-mode', 'full']);
    chat.type('who am I?\r');
    await chat.until('asks: your name?');
    await chat.until('[y] answer');
    chat.type('y');
    await chat.until('name (may be empty): ');
    chat.type('Ada\r');
    await chat.until('Nice to meet you.');
    expect(lastQuestion()).toContain('"action":"accept","content":{"name":"Ada"}');
    await chat.until(PROMPT);
    chat.type('and now?\r');
    await chat.until('[y] answer');
    chat.type('n');
    await chat.until('As you like.');
    expect(server.chats.at(-1)?.body.messages.at(-1).content).toContain('decline');
    await chat.until(PROMPT);
    // What was typed for the server is no question of the history.
    chat.type('\x1b[A\x1b[A');
    await chat.until('who am I?');
  });

  it('a server that wants the model is shown to the person first', async () => {
    const server = await world.serve({ turns: [{ calls: [{ name: 'kit__sample', args: {} }] }, 'Done.'] });
    const chat = await open(['--permission-mode', 'full']);
    chat.type('let it ask\r');
    await chat.until('the MCP server kit wants to ask your model');
    await chat.until('user: say hi');
    expect(server.chats).toHaveLength(1);
    chat.type('y');
    await chat.until('it asked the model');
    await chat.until('Done.');
  });
});

describe('MCP in one-shot', () => {
  it('puts prompts and adds resources', async () => {
    await world.serve({ rest: 'Fine.' });
    expect((await world.ocode(['-p', '/kit:greet Ada'])).code).toBe(0);
    expect(lastQuestion()).toBe('Hello Ada');
    expect((await world.ocode(['-p', 'sum up @kit:fake://readme'])).code).toBe(0);
    expect(lastQuestion()).toContain('text of fake://readme');
  });

  it('a prompt that is not there ends with its names, one that is no server goes to the model', async () => {
    await world.serve({ rest: 'Fine.' });
    const wrong = await world.ocode(['-p', '/kit:bye Ada']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('it has: greet');
    expect((await world.ocode(['-p', '/kit:greet'])).code).toBe(2);
    expect((await world.ocode(['-p', '/other:greet Ada'])).code).toBe(0);
    expect(lastQuestion()).toBe('/other:greet Ada');
  });
});
