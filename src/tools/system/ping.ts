import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';

const CONNECT_TIMEOUT = 5000;

/** `ping`: does a host answer on a TCP port? Needs no privileges and no program. The judge sees it as a fetch. */
export const ping = defineTool({
  name: 'ping',
  description: 'Is a host reachable (TCP connect)?',
  input: () => z.object({ host: z.string().regex(/^[\w.:-]{1,253}$/, 'a host name or address'), port: z.int().min(1).max(65535).default(443) }),
  set: 'system',
  kind: 'fetch',
  argAliases: { hostname: 'host', address: 'host', url: 'host', target: 'host' },
  coerce: (raw) => {
    const url = typeof raw.host === 'string' && /^https?:\/\//i.test(raw.host) && URL.canParse(raw.host) ? new URL(raw.host) : undefined;
    if (!url) return raw;
    return { port: url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port), ...raw, host: url.hostname };
  },
  access: ({ host, port }) => [{ kind: 'fetch', url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/` }],
  async run({ host, port }, context) {
    const address = await lookup(host.replace(/^\[|\]$/g, '')).catch(() => {
      throw new ToolError('not_found', `${host}: there is no such host name (DNS).`);
    });
    const started = performance.now();
    const reason = await tryConnect(address.address, port, context.signal);
    const ms = Math.round(performance.now() - started);
    const where = `${host}${address.address === host ? '' : ` (${address.address})`} port ${port}`;
    if (reason === 'cancelled') throw new ToolError('cancelled', 'cancelled');
    if (reason === undefined) return { text: `${where} answers, ${ms} ms`, data: { reachable: true, ms, address: address.address } };
    return { text: `${where} does not answer: ${reason}`, data: { reachable: false, reason, address: address.address } };
  },
});

/** Undefined when the connection was made, else why not. */
function tryConnect(host: string, port: number, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((done) => {
    const socket = connect({ host, port });
    const finish = (reason?: string): void => {
      signal.removeEventListener('abort', stop);
      socket.destroy();
      done(reason);
    };
    const stop = (): void => finish('cancelled');
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(CONNECT_TIMEOUT, () => finish(`no answer within ${CONNECT_TIMEOUT / 1000} s`));
    socket.once('connect', () => finish());
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? error.message));
    if (signal.aborted) stop();
  });
}
