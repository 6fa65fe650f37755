// biome-ignore-all lint/suspicious/noTemplateCurlyInString: settings write variables so
import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
// @ts-expect-error a fake written in plain JavaScript
import { startHttp } from '../fakes/mcp-server-http.mjs';
import { bench, callTool, never, onCleanup } from './support.js';

interface Fake {
  url: string;
  requests: Array<{ method: string; path: string; headers: Record<string, string>; body: string }>;
}

async function serve(kind: string): Promise<Fake> {
  const server = await startHttp(kind);
  onCleanup(() => server.close());
  return server;
}

describe('over HTTP', () => {
  it.each([
    ['json', 'http'],
    ['stream', 'http'],
    ['sse', 'sse'],
  ])('%s', async (kind, transport) => {
    const server = await serve(kind);
    const { manager, notices } = bench({ web: { url: server.url, headers: { 'x-key': 'k' } } });
    expect((await callTool(await manager.source.load(never), 'web__echo', { text: 'hi' })).text).toBe('fake says: hi');
    expect(notices).toEqual([]);
    expect(manager.status()[0]).toMatchObject({ transport, status: 'connected' });
    expect(server.requests.every((request) => request.headers['x-key'] === 'k')).toBe(true);
    await manager.close();
  });

  it.each([
    ['status-401', /wants a login/],
    ['status-403', /status 403/],
    ['status-404', /status 404/],
    ['status-500', /status 500/],
    ['loop', /redirects elsewhere/],
    ['elsewhere', /redirects elsewhere/],
    ['drops', /fetch failed/],
    ['silent', /no answer to initialize/],
    ['huge', /longer than|no answer/],
  ])('%s is a notice', async (kind, notice) => {
    const server = await serve(kind);
    const { manager, notices } = bench({ web: { url: server.url } }, { timeouts: { start: 3_000 } });
    expect(await manager.sources[0]?.load(never)).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(notice);
    expect(server.requests.length).toBeLessThan(20);
  });

  it('a session the server has forgotten is begun anew, with the same call, and not for ever', async () => {
    const server = await serve('forgets');
    const { manager, notices } = bench({ web: { url: server.url } });
    const tools = await manager.source.load(never);
    for (const text of ['one', 'two', 'three']) expect((await callTool(tools, 'web__echo', { text })).text).toBe(`fake says: ${text}`);
    expect(server.requests.filter(({ body }) => body.includes('"initialize"'))).toHaveLength(3);
    expect(await callTool(tools, 'web__echo', { text: 'four' }).catch((error) => error)).toMatchObject({ code: 'failed' });
    expect(notices.map((text) => /forgotten|not started again/.exec(text)?.[0])).toEqual(['forgotten', 'forgotten', 'not started again']);
  });

  it('nobody listens', async () => {
    const { manager, notices } = bench({ web: { url: 'http://127.0.0.1:9/mcp' } });
    expect(await manager.sources[0]?.load(never)).toEqual([]);
    expect(notices[0]).toMatch(/ECONNREFUSED|bad port/);
  });
});

describe('login', () => {
  function store() {
    const kept = new Map<string, string>();
    const tokens = {
      get: async (key: string) => kept.get(key),
      set: async (key: string, value: string) => void kept.set(key, value),
      delete: async (key: string) => void kept.delete(key),
    };
    return { kept, tokens };
  }

  it('goes through a browser once, and the token is used from then on', async () => {
    const server = await serve('login');
    const { kept, tokens } = store();
    const opened: string[] = [];
    const openBrowser = async (address: string): Promise<void> => {
      opened.push(address);
      await fetch(address);
    };
    const first = bench({ web: { url: server.url } }, { tokens, openBrowser });
    expect((await callTool(await first.manager.source.load(never), 'web__echo', { text: 'in' })).text).toBe('fake says: in');
    expect(opened).toHaveLength(1);
    expect(opened[0]).toContain('code_challenge_method=S256');
    expect([...kept.keys()]).toEqual([`mcp:${server.url}`]);

    const headless = bench({ web: { url: server.url } }, { tokens });
    expect((await callTool(await headless.manager.source.load(never), 'web__echo', { text: 'still in' })).text).toBe('fake says: still in');
    expect(opened).toHaveLength(1);
  });

  it('is not tried when nobody is there, and not when a header is configured', async () => {
    const server = await serve('login');
    const { tokens } = store();
    const headless = bench({ web: { url: server.url } }, { tokens });
    expect(await headless.manager.sources[0]?.load(never)).toEqual([]);
    expect(headless.notices[0]).toMatch(/wants a login/);
    const own = bench({ web: { url: server.url, headers: { Authorization: 'Bearer mine' } } }, { tokens, openBrowser: () => {} });
    expect(await own.manager.sources[0]?.load(never)).toEqual([]);
    expect(server.requests.filter((request) => request.path !== '/mcp')).toEqual([]);
  });

  it('a client document in the settings takes the place of registering', async () => {
    const server = await serve('cimd');
    const { tokens } = store();
    const opened: URL[] = [];
    const openBrowser = async (address: string): Promise<void> => {
      opened.push(new URL(address));
      await fetch(address);
    };
    const document = 'https://example.org/ocode/client.json';
    const { manager } = bench({ web: { url: server.url, oauth: { client_metadata_url: document } } }, { tokens, openBrowser });
    expect((await callTool(await manager.source.load(never), 'web__echo', { text: 'in' })).text).toBe('fake says: in');
    expect(opened.map((address) => address.searchParams.get('client_id'))).toEqual([document]);
    expect(server.requests.map(({ path }) => path)).not.toContain('/register');
  });

  it('a client of the settings logs in by itself, headless, and anew in each run', async () => {
    const server = await serve('machine');
    const oauth = { grant: 'client_credentials', client_id: 'robot', client_secret: '${ROBOT_SECRET}', scope: 'files' };
    const { manager, notices } = bench({ web: { url: server.url, oauth } }, { variables: { ROBOT_SECRET: 's3cret' } });
    expect((await callTool(await manager.source.load(never), 'web__echo', { text: 'in' })).text).toBe('fake says: in');
    expect(notices).toEqual([]);
    const grants = server.requests.filter(({ path }) => path === '/token').map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(grants).toEqual([{ grant_type: 'client_credentials', scope: 'files', resource: server.url }]);
  });

  it('a key signs in place of a secret', async () => {
    const server = await serve('machine');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const oauth = { grant: 'client_credentials', client_id: 'robot', private_key: key, algorithm: 'ES256' };
    const { manager } = bench({ web: { url: server.url, oauth } });
    expect((await callTool(await manager.source.load(never), 'web__echo', { text: 'in' })).text).toBe('fake says: in');
    const form = new URLSearchParams(server.requests.find(({ path }) => path === '/token')?.body);
    const [head = '', claims = '', signature = ''] = (form.get('client_assertion') ?? '').split('.');
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(true);
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ iss: 'robot', sub: 'robot' });
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a wrong secret', { client_secret: 'wrong' }, /invalid_client|login/i],
    ['no secret', {}, /needs client_id and either client_secret or private_key/],
    ['a setting that is none', { client_secret: 'x', client_secrets: 'y' }, /client_secrets/],
    ['a document that is not on https', { client_secret: 'x', client_metadata_url: 'http://example.org/x' }, /client_metadata_url/],
  ])('%s is a notice', async (_, more, notice) => {
    const server = await serve('machine');
    const { manager, notices } = bench({ web: { url: server.url, oauth: { grant: 'client_credentials', client_id: 'robot', ...more } } });
    expect(await manager.sources[0]?.load(never)).toEqual([]);
    expect(notices).toEqual([expect.stringMatching(notice)]);
    expect(notices[0]).not.toContain('wrong');
  });

  it('a secret is sent to no login server but the one it belongs to', async () => {
    const server = await serve('machine');
    const oauth = { grant: 'client_credentials', client_id: 'robot', client_secret: 's3cret', issuer: 'https://login.example.org/' };
    const { manager, notices } = bench({ web: { url: server.url, oauth } });
    expect(await manager.sources[0]?.load(never)).toEqual([]);
    expect(notices).toHaveLength(1);
    expect(server.requests.map(({ path }) => path)).not.toContain('/token');
  });

  it('refuses an answer that was not asked for', async () => {
    const server = await serve('login');
    const { tokens } = store();
    const answers: number[] = [];
    const openBrowser = async (address: string): Promise<void> => {
      const back = new URL(new URL(address).searchParams.get('redirect_uri') ?? '');
      back.search = '?code=stolen&state=wrong';
      answers.push((await fetch(back)).status);
      await fetch(address);
    };
    const { manager } = bench({ web: { url: server.url } }, { tokens, openBrowser });
    expect((await callTool(await manager.source.load(never), 'web__echo', { text: 'x' })).text).toBe('fake says: x');
    expect(answers).toEqual([400]);
  });
});
