import { lookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { ToolError } from '../../contract/error.js';
import { isPublicAddress } from './address.js';

export interface HttpLimits {
  /** Bytes of the body after decompression; what comes after is dropped. */
  maxBytes: number;
  /** Milliseconds for everything. */
  timeout: number;
  maxRedirects: number;
}

export interface HttpPage {
  url: string;
  status: number;
  type: string;
  body: Buffer;
  cut: boolean;
}

export interface HttpPorts {
  /** May this address be spoken to? Tests with a server of their own give another answer. */
  allowAddress(address: string): boolean;
  /** All addresses of a name. */
  resolve(host: string): Promise<string[]>;
  /** Is the judge's answer for the first address good for this one too? Called before each redirect. */
  allowRedirect(from: URL, to: URL): boolean;
}

export const PUBLIC_ONLY: HttpPorts = {
  allowAddress: isPublicAddress,
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
  allowRedirect: (from, to) => sameSite(from.hostname, to.hostname),
};

/** Gets a page. Each hop is resolved, checked and then connected to at exactly the checked address. */
export async function httpGet(start: URL, limits: HttpLimits, signal: AbortSignal, ports: HttpPorts = PUBLIC_ONLY): Promise<HttpPage> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.timeout)]);
  let url = start;
  try {
    for (let hop = 0; hop <= limits.maxRedirects; hop += 1) {
      const address = await checkedAddress(url, ports);
      const response = await request(url, address, deadline);
      const next = redirectOf(response, url);
      if (!next) return await readPage(response, url, limits.maxBytes, deadline);
      response.destroy();
      checkUrl(next);
      if (!ports.allowRedirect(url, next))
        throw new ToolError('denied', `${url.href} redirects to ${next.href}, another site. Fetch that address itself if you need it.`);
      url = next;
    }
  } catch (error) {
    if (signal.aborted) throw new ToolError('cancelled', 'cancelled');
    if (deadline.aborted) throw new ToolError('timeout', `${url.host} did not deliver within ${limits.timeout / 1000} s`);
    if (error instanceof ToolError) throw error;
    throw new ToolError('failed', `${url.host}: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new ToolError('failed', `${start.href}: more than ${limits.maxRedirects} redirects`);
}

/** http and https only, no credentials in the address. */
export function checkUrl(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new ToolError('invalid_args', `${url.protocol} addresses are not fetched; only http and https`);
  if (url.username !== '' || url.password !== '') throw new ToolError('denied', 'Addresses with a user name or password are not fetched.');
}

async function checkedAddress(url: URL, ports: HttpPorts): Promise<string> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await ports.resolve(host).catch(() => []);
  const [first] = addresses;
  if (first === undefined) throw new ToolError('not_found', `${host}: there is no such host name (DNS).`);
  const bad = addresses.find((address) => !ports.allowAddress(address));
  if (bad !== undefined) throw new ToolError('denied', `${host} is ${bad}, which is not a public address; local and private ones are not fetched.`);
  return first;
}

async function request(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const { request: send } = url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const family = isIP(address);
  return new Promise((resolve, reject) => {
    const call = send(url, {
      method: 'GET',
      agent: false,
      signal,
      headers: { 'user-agent': 'ocode', accept: 'text/html,text/plain,application/json;q=0.9,*/*;q=0.5', 'accept-encoding': 'gzip, deflate, br' },
      // The address was checked: a second look-up could say something else (DNS rebinding).
      lookup: (_host, options, done) => {
        if (typeof options === 'object' && options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
    });
    call.once('response', resolve);
    call.once('error', reject);
    call.end();
  });
}

function redirectOf(response: IncomingMessage, url: URL): URL | undefined {
  const { location } = response.headers;
  if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined || !URL.canParse(location, url.href)) return undefined;
  return new URL(location, url);
}

async function readPage(response: IncomingMessage, url: URL, maxBytes: number, signal: AbortSignal): Promise<HttpPage> {
  const stop = (): void => void response.destroy(new Error('stopped'));
  signal.addEventListener('abort', stop, { once: true });
  const parts: Buffer[] = [];
  let size = 0;
  try {
    const stream = await decoded(response);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      parts.push(chunk);
      size += chunk.length;
      if (size > maxBytes) break;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    response.destroy();
  }
  const body = Buffer.concat(parts);
  return {
    url: url.href,
    status: response.statusCode ?? 0,
    type: response.headers['content-type'] ?? '',
    body: body.subarray(0, maxBytes),
    cut: size > maxBytes,
  };
}

async function decoded(response: IncomingMessage): Promise<Readable> {
  const encoding = response.headers['content-encoding']?.toLowerCase();
  if (encoding === undefined || encoding === 'identity') return response;
  const zlib = await import('node:zlib');
  const decoder = { gzip: zlib.createGunzip, 'x-gzip': zlib.createGunzip, deflate: zlib.createInflate, br: zlib.createBrotliDecompress }[encoding];
  if (!decoder) throw new ToolError('failed', `the answer is encoded as ${encoding}, which is not read`);
  const stream = decoder();
  response.once('error', (error) => stream.destroy(error));
  return response.pipe(stream);
}

/** The same host, or one with and one without `www.`. */
function sameSite(a: string, b: string): boolean {
  const plain = (host: string): string => host.toLowerCase().replace(/^www\./, '');
  return plain(a) === plain(b);
}
