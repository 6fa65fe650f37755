import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../support/world.js';
import { fake, lives, readLog, until } from './support.js';

let world: World;
beforeEach(() => {
  world = createWorld();
});
afterEach(() => world.end());

const settings = (value: object): void => world.files({ '../home/.ocode/settings.json': JSON.stringify(value) });
const call = (name: string, args: Record<string, unknown> = {}) => ({ calls: [{ name, args }] });
const results = (body: { messages: Array<{ role: string; content: string }> }): string[] =>
  body.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);

describe('a list of tools that changes during a run', () => {
  it('reaches more_tools and use_tool; what is sent first stays as it is', async () => {
    settings({ mcp_servers: { kit: fake() } });
    const server = await world.serve({
      turns: [
        call('more_tools', { set: 'mcp' }),
        call('kit__grow'),
        call('more_tools', { set: 'mcp' }),
        call('use_tool', { name: 'kit__grown', args: { word: 'x' } }),
        call('kit__picture'),
        'done',
      ],
    });
    const run = await world.ask('go', ['--allow', 'mcp(kit/*)']);
    const result = run.json() as { tool_calls: Array<{ name: string; ok: boolean }>; warnings: string[] };
    const bodies = server.chats.map((chat) => chat.body);
    const [before, grow, after, grown, picture] = results(bodies.at(-1)) as [string, string, string, string, string];
    expect(before).toContain('kit__picture');
    expect(before).not.toContain('kit__grown');
    expect(grow).toMatch(/tools of this server changed: new kit__grown; gone kit__picture/);
    expect(after).toContain('kit__grown(word: string)');
    expect(after).not.toContain('kit__picture');
    expect(grown).toContain('grown with x');
    expect(picture).toMatch(/no tool "kit__picture"/);
    expect(result.tool_calls.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    expect(result.warnings.join('\n')).toMatch(/kit: its tools changed: new kit__grown; gone kit__picture/);
    for (const body of bodies) expect(JSON.stringify(body.tools)).toBe(JSON.stringify(bodies[0].tools));
  });
});

describe('several calls in one answer', () => {
  it('start their servers side by side, and read-only ones run side by side from the first on', async () => {
    const logs = ['one', 'two'].map((name) => join(world.root, name));
    settings({ mcp_servers: { one: fake('normal', logs[0]), two: fake('normal', logs[1]) } });
    const echo = (name: string) => ({ name, args: { text: 'hi' } });
    await world.serve({ turns: [{ calls: [echo('one__echo'), echo('one__echo'), echo('two__echo')] }, 'done'] });
    const run = await world.ocode(['-p', 'go', '--allow', 'mcp(*)', '--output-format', 'stream-json']);
    const order = run
      .lines()
      .map(({ type }) => String(type))
      .filter((type) => type === 'tool_requested' || type === 'tool_finished');
    expect(order).toEqual([...Array(3).fill('tool_requested'), ...Array(3).fill('tool_finished')]);
  });
});

describe('a run that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s in the middle of a call ends the server with all it started', async (signal) => {
    const log = join(world.root, 'log');
    settings({ mcp_servers: { kit: fake('family', log) } });
    await world.serve({ turns: [call('kit__slow')] });
    const run = await world.ask('go', ['--allow', 'mcp(*)'], {
      onStart: (child) => void until(() => readLog(log).includes('tools/call slow'), 'the call').then(() => child.kill(signal)),
    });
    expect(run.code).toBe(signal === 'SIGINT' ? 130 : 143);
    const pids = readLog(log).flatMap((line) => /^(?:started|child) (\d+)$/.exec(line)?.[1] ?? []);
    expect(pids).toHaveLength(2);
    for (const pid of pids) await until(() => !lives(Number(pid)), `the end of ${pid}`);
  });
});

describe('tools.enabled', () => {
  it('offers named tools of a server from the first request on, and starts only that server', async () => {
    const log = join(world.root, 'log');
    settings({ mcp_servers: { kit: fake(), other: fake('normal', log) }, tools: { enabled: ['kit__echo', 'git_status'] } });
    const server = await world.serve({ turns: [call('kit__echo', { text: 'direct' }), call('kit__grow'), 'done'] });
    await world.ask('go', ['--allow', 'mcp(kit/*)']);
    const bodies = server.chats.map((chat) => chat.body);
    const names = bodies[0].tools.map((tool: { function: { name: string } }) => tool.function.name);
    expect(names).toEqual(expect.arrayContaining(['read', 'kit__echo', 'git_status', 'more_tools', 'use_tool']));
    expect(names).not.toContain('kit__fail');
    expect(JSON.stringify(bodies[0].tools)).not.toContain('kit__fail');
    expect(results(bodies[1])[0]).toContain('fake says: direct');
    for (const body of bodies) expect(JSON.stringify(body.tools)).toBe(JSON.stringify(bodies[0].tools));
    expect(readLog(log)).toEqual([]);
  });

  it('--tools with names of a server gives only these', async () => {
    settings({ mcp_servers: { kit: fake() } });
    const server = await world.serve({ turns: ['ok', 'ok'] });
    await world.ask('go', ['--tools', 'read,kit__e*']);
    await world.ask('go', ['--tools', 'read']);
    const names = server.chats.map((chat) => chat.body.tools.map((tool: { function: { name: string } }) => tool.function.name));
    expect(names).toEqual([['read', 'more_tools', 'use_tool', 'kit__echo', 'kit__env'], ['read']]);
  });
});
