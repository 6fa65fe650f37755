import { OCodeError } from '../contract/error.js';

/** Where requests go. `url` has no slash at its end and no credentials; `authorization` is what a `user:password@` in it stood for. */
export interface Host {
  url: string;
  local: boolean;
  authorization?: string;
}

/** Ollama's own port. */
const DEFAULT_PORT = 11434;
/** Addresses a server binds to; a client reaches it on the loopback of the same family. */
const BIND_ADDRESSES: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' };

/**
 * Reads a host in every form Ollama takes: `127.0.0.1`, `:11435`, `11435`, `host:port`, `http://host`, `https://host/prefix`, `::1`, `[::1]:11434`,
 * `0.0.0.0`. Without a scheme the port is `defaultPort`, with one it is the scheme's. Throws `config` with what is allowed.
 */
export function parseHost(text: string, defaultPort = DEFAULT_PORT): Host {
  const trimmed = text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') throw badHost(text, `the scheme ${scheme}:// is not known`);
  const written = scheme === undefined ? withHostname(trimmed) : trimmed;
  const url = parseUrl(scheme === undefined ? `http://${written}` : written, text);
  if (url.search || url.hash) throw badHost(text, 'a host has no ? and no #');
  const hostname = BIND_ADDRESSES[url.hostname] ?? url.hostname;
  // URL drops a port that is the scheme's own, so a written ":80" must be looked for in the text.
  const port = url.port || (scheme !== undefined || writesPort(written) ? '' : String(defaultPort));
  const address = new URL(`${url.protocol}//${hostname}${port && `:${port}`}${url.pathname}`).href.replace(/\/+$/, '');
  return {
    url: address,
    local: isLocalHost(address),
    ...(url.username || url.password ? { authorization: basic(decodeURIComponent(url.username), decodeURIComponent(url.password)) } : {}),
  };
}

/** Exactly this machine: 127.0.0.0/8, ::1 or `localhost`. Names that only begin like it are not. */
export function isLocalHost(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** `:11435` and `11435` mean this machine, `::1` needs brackets, nothing at all is the default. */
function withHostname(text: string): string {
  if (text === '' || text.startsWith('/')) return `127.0.0.1${text}`;
  if (/^:\d*(\/|$)/.test(text)) return `127.0.0.1${text}`;
  // A number alone is no name of a machine that anybody has.
  if (/^\d{2,5}(?=\/|$)/.test(text)) return `127.0.0.1:${text}`;
  return text.replace(/^([0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*)(?=\/|$)/i, '[$1]');
}

function writesPort(text: string): boolean {
  return /^(?:[^@/]*@)?(?:\[[^\]]*\]|[^:/]*):\d+(?:\/|$)/.test(text);
}

function parseUrl(address: string, text: string): URL {
  if (!URL.canParse(address)) throw badHost(text, 'it is not an address');
  return new URL(address);
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

function badHost(text: string, why: string): OCodeError {
  return new OCodeError('config', `the host ${JSON.stringify(text)} cannot be used: ${why}`, {
    hint: 'write it as host, host:port, :port, http://host[:port] or https://host[:port]/prefix',
  });
}
