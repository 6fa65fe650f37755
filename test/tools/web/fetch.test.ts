import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isPublicAddress } from '../../../src/tools/web/address.js';
import { createFetchTool, fetchTool } from '../../../src/tools/web/fetch.js';
import { PUBLIC_ONLY } from '../../../src/tools/web/http-get.js';
import { type Bench, createBench } from '../support/tool-bench.js';

test.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1::1', true],
  ['127.0.0.1', false],
  ['127.9.9.9', false],
  ['0.0.0.0', false],
  ['10.1.2.3', false],
  ['172.31.255.255', false],
  ['192.168.0.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:7f00:1', false],
  ['::127.0.0.1', false],
  ['64:ff9b::10.0.0.1', false],
  ['64:ff9b::93.184.216.34', true],
  ['64:ff9b:1::1', false],
  ['2002:7f00:1::', false],
  ['fe80::1%eth0', false],
  ['fd00::1', false],
  ['ff02::1', false],
  ['2001:db8::1', false],
  ['nonsense', false],
])('public: %s %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

let server: Server;
/** Told when the answer that nobody can read was let go. */
let released: Promise<void>;
let origin: string;
let bench: Bench;
const local = createFetchTool({
  ...PUBLIC_ONLY,
  allowAddress: (address) => address === '127.0.0.1',
  resolve: async (host) => (host.startsWith('evil') ? ['10.0.0.1'] : ['127.0.0.1']),
});

beforeAll(async () => {
  server = createServer((request, response) => {
    const { port } = server.address() as { port: number };
    const pages: Record<string, () => void> = {
      '/page': () =>
        response
          .setHeader('content-type', 'text/html; charset=utf-8')
          .setHeader('content-encoding', 'gzip')
          .end(gzipSync('<h1>Tïtle</h1><script>alert(1)</script><p>Some <b>words</b> <a href="/x">link</a></p><pre><code>code</code></pre>')),
      '/binary': () => response.setHeader('content-type', 'image/png').end(Buffer.alloc(10)),
      '/long': () => response.setHeader('content-type', 'text/plain').end('x'.repeat(50_000)),
      '/loop': () => response.writeHead(302, { location: '/loop' }).end(),
      '/away': () => response.writeHead(302, { location: `http://other.test:${port}/page` }).end(),
      '/evil': () => response.writeHead(302, { location: `http://127.0.0.1:${port}/page` }).end(),
      '/here': () => response.writeHead(301, { location: '/page' }).end(),
      '/unknown-encoding': () => {
        released = new Promise((done) => response.once('close', done));
        response.setHeader('content-encoding', 'secret').write('a body that never ends');
      },
      '/host': () => response.setHeader('content-type', 'text/plain').end(request.headers.host),
    };
    (pages[request.url ?? ''] ?? (() => response.writeHead(404).end()))();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  origin = `http://site.test:${(server.address() as { port: number }).port}`;
  bench = createBench({}, { settings: { timeout: 10, allowFetch: true, ignorePatterns: [] } });
});
afterAll(() => {
  bench.close();
  server.close();
});

test('a page comes back as markdown, marked untrusted', async () => {
  const result = await bench.run(local, { url: `${origin}/here` });
  expect(result.text).toBe('# Tïtle\n\nSome **words** [link](/x)\n\n```\ncode\n```');
  expect(result.untrusted).toBe(`${origin}/page`);
  expect((await bench.run(local, { url: `${origin}/host` })).text).toMatch(/^site\.test/);
});

test('long pages are paged', async () => {
  const { text } = await bench.run(local, { url: `${origin}/long` });
  expect(text).toMatch(/more characters \(use start: 19600\)$/);
});

test.each([
  ['/binary', 'failed'],
  ['/nope', 'not_found'],
  ['/loop', 'failed'],
  ['/away', 'denied'],
  ['/evil', 'denied'],
])('%s: %s', async (path, code) => {
  await expect(bench.run(local, { url: origin + path })).rejects.toMatchObject({ code });
});

test('an answer in an unknown encoding is let go at once', async () => {
  await expect(bench.run(local, { url: `${origin}/unknown-encoding` })).rejects.toMatchObject({ code: 'failed' });
  await released;
}, 5000);

test.each([
  ['http://localhost/', 'denied'],
  ['http://[::1]:80/', 'denied'],
  ['http://2130706433/', 'denied'],
  ['http://0x7f.1/', 'denied'],
  ['http://u:p@example.org/', 'denied'],
  ['file:///etc/passwd', 'invalid_args'],
  ['example.org', 'invalid_args'],
])('the real tool: %s is %s', async (url, code) => {
  await expect(bench.run(fetchTool, { url })).rejects.toMatchObject({ code });
});

test('a name that resolves to a private address is refused; off by default', async () => {
  await expect(bench.run(local, { url: 'http://evil.test/' })).rejects.toMatchObject({ code: 'denied' });
  const off = createBench();
  await expect(off.run(fetchTool, { url: 'https://example.org' })).rejects.toMatchObject({ code: 'denied', message: expect.stringContaining('switched off') });
  off.close();
});
