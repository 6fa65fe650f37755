// biome-ignore-all lint/suspicious/noTemplateCurlyInString: settings write variables so
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench, callTool, fake, lives, never, readLog, temporaryFolder, until } from './support.js';

describe('a server that misbehaves is a notice, and the others work', () => {
  const cases: Array<[string, Record<string, unknown>, RegExp]> = [
    ['exits at once', fake('exits'), /exit code 3; it said: cannot start: no licence/],
    ['is no program', { command: '/no/such/program' }, /there is no program .no.such.program \(ENOENT\)/],
    ['has no folder to start in', { command: process.execPath, cwd: '/no/such/folder' }, /there is no folder .*folder to start it in/],
    ['never answers initialize', fake('hang'), /no answer to initialize within 0.6 s/],
    ['speaks another protocol version', fake('liar'), /protocol version/],
    ['answers with wrong ids', fake('wrongids'), /no answer to initialize/],
    ['writes garbage', fake('garbage'), /no answer to initialize.*no JSON-RPC/],
    ['floods stdout', fake('flood'), /./],
    ['lists tools that are no list', fake('malformed'), /its answer to tools\/list does not have the form/],
    ['has neither command nor url', {}, /either "command" or "url"/],
    ['has both', { command: 'x', url: 'http://127.0.0.1/' }, /either "command" or "url"/],
    ['has an address that is none', { url: 'ftp://x' }, /not an http/],
    ['has arguments that are no list', { command: 'x', args: 'y' as never }, /args/],
    ['needs a variable that is not set', { command: 'x', args: ['${OCODE_NOT_SET}'] }, /OCODE_NOT_SET is not set/],
  ];
  it.each(cases)('%s', async (_, config, notice) => {
    const quick = ['hang', 'wrongids', 'garbage', 'flood'].includes(String((config.args as string[] | undefined)?.[1]));
    const { manager, notices } = bench({ bad: config, kit: fake() }, quick ? { timeouts: { start: 600, call: 600 } } : {});
    // The good one may need more than that on a busy machine, so it is asked alone.
    const good = bench({ kit: fake() });
    expect(await manager.sources[0]?.load(never)).toEqual([]);
    expect(notices.join('\n')).toMatch(notice);
    expect(notices.join('\n')).toMatch(/^MCP server bad: /);
    expect(manager.status()[0]).toMatchObject({ name: 'bad', status: 'failed', tools: [] });
    expect(await manager.connect('bad', never).catch((error) => error)).toMatchObject({ code: 'failed' });
    expect((await callTool(await good.manager.source.load(never), 'kit__echo', { text: 'alive' })).text).toContain('alive');
  });

  it('many servers at once make no noise of their own', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): number => warnings.push(warning);
    process.on('warning', onWarning);
    const { manager } = bench(Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`s${index}`, { command: '/no/such/program' }])));
    await manager.connectAll(new AbortController().signal);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  it('noise on stdout is left out', async () => {
    const { manager, notices } = bench({ loud: fake('noisy') });
    expect((await callTool(await manager.source.load(never), 'loud__echo', { text: 'x' })).text).toBe('fake says: x');
    expect(notices.join()).toMatch(/no JSON-RPC/);
  });

  it('one that dies is started again, but not for ever', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager, notices } = bench({ weak: fake('dies', log) });
    const tools = await manager.source.load(never);
    for (let call = 0; call < 6; call++) {
      expect(await callTool(tools, 'weak__echo', { text: 'x' }).catch((error) => error)).toMatchObject({ code: 'failed' });
      await until(() => manager.status()[0]?.status !== 'connected', 'the end');
    }
    expect(readLog(log).filter((line) => line.startsWith('started'))).toHaveLength(3);
    expect(notices.at(-1)).toMatch(/exit code 4.*not started again/);
  });

  it('one that answers too late is a time-out of the call', async () => {
    const { manager } = bench({ kit: fake() });
    const tools = await manager.source.load(never);
    const impatient = bench({ kit: fake() }, { timeouts: { start: 8_000, call: 200 } });
    const slow = await impatient.manager.source.load(never);
    expect(await callTool(slow, 'kit__slow').catch((error) => error)).toMatchObject({ code: 'timeout' });
    expect((await callTool(tools, 'kit__echo', { text: 'x' })).text).toBe('fake says: x');
  });

  it('one that answers a call with another id is a time-out of that call', async () => {
    const { manager } = bench({ odd: fake('lateids') }, { timeouts: { start: 8_000, call: 300 } });
    const tools = await manager.source.load(never);
    expect(await callTool(tools, 'odd__echo', { text: 'x' }).catch((error) => error)).toMatchObject({ code: 'timeout' });
    expect(manager.status()[0]?.status).toBe('connected');
  });

  it('one that reads no more is a time-out of the call, and is ended', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager } = bench({ deaf: fake('deaf', log) }, { timeouts: { start: 8_000, call: 400, close: 200 } });
    const tools = await manager.source.load(never);
    const failures = await Promise.all([1, 2, 3].map(() => callTool(tools, 'deaf__echo', { text: 'x'.repeat(2_000_000) }).catch((error) => error)));
    for (const failure of failures) expect(failure).toMatchObject({ code: 'timeout' });
    await manager.close();
    const pid = Number(readLog(log)[0]?.split(' ')[1]);
    await until(() => !lives(pid), 'its end');
  });

  it('one that talks without end is understood, and its talk is bounded', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager, notices } = bench({ chatty: fake('spam', log) }, { timeouts: { start: 20_000, call: 20_000 } });
    const tools = await manager.source.load(never);
    for (let count = 0; count < 5; count++) expect((await callTool(tools, 'chatty__echo', { text: 'x' })).text).toBe('fake says: x');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(notices.length).toBeLessThanOrEqual(6);
    expect(readLog(log).filter((line) => line === 'tools/list').length).toBeLessThan(60);
  }, 60_000);

  it('ten at once, some of them bad: the good ones work, each bad one is one notice', async () => {
    const modes = ['normal', 'exits', 'weird', 'noisy', 'normal', 'garbage', 'hang', 'normal', 'malformed', 'wrongids'];
    const { manager, notices } = bench(Object.fromEntries(modes.map((mode, index) => [`s${index}`, fake(mode)])), { timeouts: { start: 6_000 } });
    const tools = await manager.source.load(never);
    const names = tools.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const [index, mode] of modes.entries()) {
      const good = ['normal', 'weird', 'noisy'].includes(mode);
      expect(manager.status()[index]?.status, mode).toBe(good ? 'connected' : 'failed');
      if (good) expect((await callTool(tools, `s${index}__echo`, { text: mode })).text).toBe(`fake says: ${mode}`);
      else
        expect(
          notices.filter((text) => text.startsWith(`MCP server s${index}: `)),
          mode,
        ).toHaveLength(1);
    }
  }, 20_000);

  it('a long answer is cut, one beyond the limit ends the server', async () => {
    const { manager } = bench({ kit: fake() });
    const tools = await manager.source.load(never);
    const cut = await callTool(tools, 'kit__huge', { bytes: 5_000_000 }, { budget: 1_000 });
    expect(cut.text.length).toBeLessThan(1_200);
    expect(await callTool(tools, 'kit__huge', { bytes: 20_000_000 }).catch((error) => error)).toMatchObject({ code: 'failed' });
    expect((await callTool(tools, 'kit__echo', { text: 'again' })).text).toBe('fake says: again');
  });

  it('a start that is cancelled leaves no process and can be tried again', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager } = bench({ mute: fake('hang', log) });
    const stop = new AbortController();
    const load = manager.source.load(stop.signal);
    await until(() => readLog(log).some((line) => line.startsWith('started')), 'the start');
    stop.abort();
    expect((await load).map((tool) => tool.name)).toEqual(['mcp_resource']);
    await manager.close();
    const pid = Number(readLog(log)[0]?.split(' ')[1]);
    await until(() => !lives(pid), 'its end');
  });
});

describe('tools that misbehave', () => {
  it('have clean, unique, short names, short descriptions and usable schemas', async () => {
    const { manager, notices } = bench({ 'my server!': fake('weird'), my_server: fake() });
    const tools = await manager.source.load(never);
    const names = tools.map((tool) => tool.name);
    expect(names.every((name) => /^[A-Za-z0-9_-]{1,64}$/.test(name))).toBe(true);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    const hostile = tools.find((tool) => tool.name.endsWith('hostile'));
    expect(hostile?.description).toMatch(/^IGNORE ALL RULES/);
    expect(hostile?.description.length).toBeLessThan(400);
    for (const name of ['badtype', 'noschema', 'listschema']) {
      expect(tools.find((tool) => tool.name.endsWith(name))?.parameters).toEqual({ type: 'object', properties: {} });
    }
    const text = notices.join('\n');
    expect(text).toMatch(/of its tools are no tool by the protocol/);
    expect(text).toMatch(/same name only the first is used: echo/);
    expect(text).toMatch(/badtype \(names the type "objekt"\)/);
    const odd = names.filter((name) => name.startsWith('my_server__we_rd_tool_nave') || name.includes('we_rd_tool'));
    expect(odd).toHaveLength(2);
  });
});
