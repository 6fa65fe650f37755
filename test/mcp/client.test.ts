// biome-ignore-all lint/suspicious/noTemplateCurlyInString: settings write variables so
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bench, callTool, fake, lives, never, readLog, temporaryFolder, until } from './support.js';

describe('tools of a server', () => {
  it('are ours under server__tool, judged as calls, from outside', async () => {
    const { manager, notices } = bench({ kit: fake() });
    const tools = await manager.source.load(never);
    const echo = tools.find((tool) => tool.name === 'kit__echo');
    expect(echo?.set).toBe('mcp');
    expect(echo?.concurrent).toBe(true);
    expect(tools.find((tool) => tool.name === 'kit__fail')?.concurrent).toBe(false);
    expect(echo?.access?.({}, { root: '/', cwd: '/' })).toEqual([{ kind: 'call', target: 'kit/echo' }]);
    expect(echo?.parameters).toMatchObject({ type: 'object', required: ['text'] });
    expect(await callTool(tools, 'kit__echo', { text: 'ping', times: 2 })).toMatchObject({ text: 'fake says: ping number 2', untrusted: 'mcp kit/echo' });
    expect(notices).toEqual([]);
  });

  it('report errors as failures, without escapes', async () => {
    const { manager } = bench({ kit: fake() });
    const tools = await manager.source.load(never);
    const failure = await callTool(tools, 'kit__fail').catch((error) => error);
    expect(failure).toMatchObject({ code: 'failed' });
    expect(failure.message).toContain('failed on purpose red');
    expect(failure.message).not.toContain('\u001b');
  });

  it('have what is no text described', async () => {
    const { manager } = bench({ kit: fake() });
    const output = await callTool(await manager.source.load(never), 'kit__picture');
    expect(output.text.split('\n')).toEqual([
      '[image image/png, 6 bytes: not shown]',
      '[fake://r (text/plain)]',
      'inside',
      '[fake://b, 6 bytes: not shown]',
      '[resource link fake://l]',
      '[content of the kind "hologram": not shown]',
    ]);
    expect(output.data).toEqual({ a: 1 });
  });

  it('report progress and are cancelled by the signal', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager } = bench({ kit: fake('normal', log) });
    const tools = await manager.source.load(never);
    const stop = new AbortController();
    const progress: string[] = [];
    const call = callTool(tools, 'kit__slow', {}, { signal: stop.signal, progress: (text) => progress.push(text) }).catch((error) => error);
    await until(() => progress.length > 0, 'progress');
    stop.abort();
    expect(await call).toMatchObject({ code: 'cancelled' });
    expect(progress).toEqual(['half 1/2']);
    await until(() => readLog(log).includes('notifications/cancelled'), 'the cancellation at the server');
  });

  it('are known anew after list-changed: what is gone is refused, what is new is told', async () => {
    const { manager, notices } = bench({ kit: fake() });
    const lists: string[][] = [];
    manager.sources[0]?.onChange?.((tools) => lists.push(tools.map(({ name }) => name)));
    const tools = await manager.source.load(never);
    expect((await callTool(tools, 'kit__grow')).text).toBe(
      'grown\n[the tools of this server changed: new kit__grown; gone kit__picture. more_tools("mcp") describes them]',
    );
    expect((await callTool(tools, 'kit__grow')).text).toBe('grown');
    expect(lists.at(-1)).toContain('kit__grown');
    expect(lists.at(-1)).not.toContain('kit__picture');
    expect(manager.status()[0]?.tools).toContain('grown');
    expect(await callTool(tools, 'kit__picture').catch((error) => error)).toMatchObject({ code: 'not_found' });
    expect(notices).toEqual(['MCP server kit: its tools changed: new kit__grown; gone kit__picture']);
  });

  it('one that says it in answer to every list is read ever more slowly, and works', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager } = bench({ kit: fake('restless', log) });
    const tools = await manager.source.load(never);
    for (let count = 0; count < 20; count++) expect((await callTool(tools, 'kit__echo', { text: 'x' })).text).toContain('fake says: x');
    expect(readLog(log).filter((line) => line === 'tools/list').length).toBeLessThan(60);
  });

  it('come when the start was given up by the one who asked first', async () => {
    const { manager } = bench({ kit: fake() });
    const stop = new AbortController();
    const lists: number[] = [];
    manager.sources[0]?.onChange?.((tools) => lists.push(tools.length));
    const given = manager.sources[0]?.load(stop.signal);
    stop.abort();
    expect(await given).toEqual([]);
    await until(() => lists.length > 0, 'the tools');
    expect(lists).toEqual([11]);
  });
});

describe('what servers ask of us', () => {
  it('the roots are told', async () => {
    const { manager } = bench({ kit: fake() }, { roots: ['/tmp/some where'] });
    expect((await callTool(await manager.source.load(never), 'kit__roots')).text).toContain('file:///tmp/some%20where');
  });

  it('a question is declined when nobody is there, and put to the person otherwise', async () => {
    const headless = bench({ kit: fake() });
    expect((await callTool(await headless.manager.source.load(never), 'kit__ask')).text).toBe('{"action":"decline"}');
    const asked: unknown[] = [];
    const terminal = bench(
      { kit: fake() },
      {
        elicit: async (question) => {
          asked.push(question);
          return { action: 'accept', content: { name: 'Ada' } };
        },
      },
    );
    expect((await callTool(await terminal.manager.source.load(never), 'kit__ask')).text).toContain('Ada');
    expect(asked).toMatchObject([{ server: 'kit', message: 'your name?' }]);
  });
});

describe('resources and prompts', () => {
  it('are listed and read through one tool', async () => {
    const { manager } = bench({ kit: fake() });
    const tools = await manager.source.load(never);
    expect((await callTool(tools, 'mcp_resource', { server: 'kit' })).text).toBe('fake://readme - readme - the readme\nfake://{name} - any');
    expect((await callTool(tools, 'mcp_resource', { server: 'KIT', uri: 'fake://x' })).text).toBe('[fake://x (text/plain)]\ntext of fake://x');
    expect(await callTool(tools, 'mcp_resource', { server: 'kit', uri: 'fake://none' }).catch((error) => error)).toMatchObject({ code: 'failed' });
    expect(await callTool(tools, 'mcp_resource', { server: 'nobody' }).catch((error) => error)).toMatchObject({ code: 'not_found' });
    expect(tools.find((tool) => tool.name === 'mcp_resource')?.access?.({ server: 'KIT' }, { root: '/', cwd: '/' })).toEqual([
      { kind: 'call', target: 'kit/resources' },
    ]);
  });

  it('are watched once they were read: people and the model hear of a change, once until it is read again', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager, notices } = bench({ kit: fake('normal', log) });
    const tools = await manager.source.load(never);
    expect((await callTool(tools, 'kit__touch')).text).toBe('touched 0');
    await manager.readResource('kit', 'fake://a', never);
    await callTool(tools, 'mcp_resource', { server: 'kit', uri: 'fake://b' });
    await until(() => readLog(log).filter((line) => line.startsWith('resources/subscribe')).length === 2, 'the subscriptions');
    expect((await callTool(tools, 'kit__touch')).text).toBe('touched 2\n[changed since they were read: fake://a, fake://b]');
    expect((await callTool(tools, 'kit__touch')).text).toBe('touched 2');
    await manager.readResource('kit', 'fake://a', never);
    expect((await callTool(tools, 'kit__touch')).text).toBe('touched 2\n[changed since they were read: fake://a]');
    expect(notices).toEqual(['fake://a', 'fake://b', 'fake://a'].map((uri) => `MCP server kit: the resource ${uri} changed since it was read`));
    expect(readLog(log).filter((line) => line === 'resources/subscribe fake://a')).toHaveLength(1);
  });

  it('of which there are very many read, the oldest are watched no longer', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager } = bench({ kit: fake('normal', log) });
    for (let count = 0; count < 52; count++) {
      await manager.readResource('kit', `fake://${count}`, never);
      await until(() => readLog(log).includes(`resources/subscribe fake://${count}`), 'the subscription');
    }
    expect(readLog(log).filter((line) => line.startsWith('resources/unsubscribe'))).toEqual([
      'resources/unsubscribe fake://0',
      'resources/unsubscribe fake://1',
    ]);
  });

  it('are mentioned as @server:uri', async () => {
    const { manager } = bench({ kit: fake() });
    expect(manager.mentions('see @kit:fake://readme, and me@kit:x or @other:y')).toEqual([{ text: '@kit:fake://readme', server: 'kit', uri: 'fake://readme' }]);
    expect(manager.status()[0]?.status).toBe('idle');
    expect(await manager.readResource('kit', 'fake://readme', never)).toContain('text of fake://readme');
  });

  it('prompts are listed and filled in', async () => {
    const { manager } = bench({ kit: fake(), dead: fake('exits') });
    expect(await manager.listPrompts(never)).toEqual([
      { server: 'kit', name: 'greet', description: 'Says hello.', arguments: [{ name: 'who', description: '', required: true }] },
    ]);
    expect(await manager.getPrompt('kit', 'greet', { who: 'you' }, never)).toBe('Hello you');
  });
});

describe('processes', () => {
  it('are started only by a call that means them, and end with the run', async () => {
    const folder = temporaryFolder();
    const logs = { one: join(folder, 'one'), two: join(folder, 'two') };
    const { manager } = bench({ one: fake('normal', logs.one), two: fake('normal', logs.two) });
    const wanted = manager.sources.filter((source) => source.mayHave('ONE__echo'));
    expect(wanted).toHaveLength(1);
    expect(readLog(logs.one)).toEqual([]);
    await wanted[0]?.load(never);
    expect(readLog(logs.two)).toEqual([]);
    const pid = Number(readLog(logs.one)[0]?.split(' ')[1]);
    expect(lives(pid)).toBe(true);
    await manager.close();
    expect(lives(pid)).toBe(false);
    expect(readLog(logs.one)).toEqual([
      expect.stringMatching(/^started/),
      'initialize',
      'notifications/initialized',
      'tools/list',
      'tools/list',
      'stdin closed',
    ]);
  });

  it('that do not leave are killed, with those they started', async () => {
    const folder = temporaryFolder();
    const [stubborn, family] = [join(folder, 'stubborn'), join(folder, 'family')];
    const { manager } = bench({ stubborn: fake('stubborn', stubborn), family: fake('family', family) });
    await manager.connectAll(never);
    await manager.close();
    expect(readLog(stubborn)).toContain('SIGTERM');
    for (const line of [...readLog(stubborn), ...readLog(family)]) {
      const pid = /^(?:started|child) (\d+)$/.exec(line)?.[1];
      if (pid) await until(() => !lives(Number(pid)), `the end of ${line}`);
    }
  });

  it('see only the environment they are given', async () => {
    process.env.OCODE_TEST_SECRET = 'hidden';
    const config = { ...fake(), env: { GIVEN: 'yes', FROM: '${OCODE_TEST_SECRET}', INSTEAD: '${OCODE_NOT_SET:-else}' } };
    const { manager } = bench({ kit: config });
    const environment = JSON.parse((await callTool(await manager.source.load(never), 'kit__env')).text);
    delete process.env.OCODE_TEST_SECRET;
    expect(environment).toMatchObject({ GIVEN: 'yes', FROM: 'hidden', INSTEAD: 'else' });
    expect(Object.keys(environment)).not.toContain('OCODE_TEST_SECRET');
  });

  it('of folders that are not trusted are listed and never started', async () => {
    const log = join(temporaryFolder(), 'log');
    const { manager } = bench({}, { untrusted: { evil: fake('normal', log) } });
    await manager.connectAll(never);
    expect(await manager.source.load(never)).toEqual([]);
    expect(manager.source.summary).toBe('');
    expect(manager.status()).toEqual([{ name: 'evil', transport: 'stdio', status: 'untrusted', tools: [], trusted: false }]);
    expect(await manager.connect('evil', never).catch((error) => error)).toMatchObject({ code: 'denied' });
    expect(readLog(log)).toEqual([]);
  });
});
