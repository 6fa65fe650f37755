import { resolve } from 'node:path';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { createClient, type ServerEvents } from './client.js';
import type { HttpServer, McpServer, McpTransportName, StdioServer } from './config.js';
import { createHttpTransport, speaksOldTransport, statusOf } from './http-transport.js';
import { createMachineLogin } from './machine-login.js';
import { Login } from './oauth.js';
import { withOwnSignal } from './own-signal.js';
import type { McpPorts } from './ports.js';

const LARGEST_MESSAGE = 16 * 1024 * 1024;
const GOODBYE_MS = 500;

/** A client that has shaken hands with its server. */
export interface Connected {
  client: Client;
  transport: McpTransportName;
  /** Waits for the login that a request has just begun; absent where nobody can log in. */
  logIn?(signal: AbortSignal): Promise<void>;
  /** Ends the session and the process behind it; never throws. */
  close(): Promise<void>;
  /** What is known about why it ended: exit code, last lines of stderr. */
  lastWords(): string;
  /** Lines on stdout that were no JSON-RPC. */
  noise(): number;
}

/** Starts or reaches a server and initializes it. Throws an Error whose message is for people; nothing is left behind then. */
export function connect(name: string, server: McpServer, ports: McpPorts, events: ServerEvents, signal: AbortSignal): Promise<Connected> {
  return server.transport === 'stdio' ? connectStdio(name, server, ports, events, signal) : connectHttp(name, server, ports, events, signal);
}

async function connectStdio(name: string, server: StdioServer, ports: McpPorts, events: ServerEvents, signal: AbortSignal): Promise<Connected> {
  const [{ StdioTransport }, { JSONRPCMessageSchema }] = await Promise.all([import('./stdio-transport.js'), import('@modelcontextprotocol/sdk/types.js')]);
  const transport = new StdioTransport(
    {
      command: server.command,
      args: server.args,
      env: ports.environment(server.env),
      cwd: server.cwd === undefined ? ports.cwd : resolve(ports.cwd, server.cwd),
      grace: ports.timeouts.close,
      maxMessage: LARGEST_MESSAGE,
    },
    (value) => JSONRPCMessageSchema.parse(value),
  );
  const client = await createClient(name, server.sampling, ports, events);
  try {
    await shakeHands(client, transport, ports.timeouts.start, signal);
  } catch (error) {
    await transport.close();
    const words = [transport.lastWords(), transport.noise > 0 && 'what it writes to stdout is no JSON-RPC'].filter(Boolean).join('; ');
    // How it ended says more than that the connection did.
    if (words && error instanceof Error && /connection closed/i.test(error.message)) throw new Error(words);
    throw new Error(words ? `${reasonOf(error)} (${words})` : reasonOf(error));
  }
  return { client, transport: 'stdio', close: () => transport.close(), lastWords: () => transport.lastWords(), noise: () => transport.noise };
}

async function connectHttp(name: string, server: HttpServer, ports: McpPorts, events: ServerEvents, signal: AbortSignal): Promise<Connected> {
  // A server whose Authorization header is configured is not one to log in to, and the header must not reach a login server.
  const ownHeader = Object.keys(server.headers).some((header) => header.toLowerCase() === 'authorization');
  const machine = server.oauth?.grant === 'client_credentials' && !ownHeader ? await createMachineLogin(server.oauth) : undefined;
  const login = ports.tokens && !ownHeader && !machine ? new Login(server.url, ports.tokens, ports.openBrowser, server.oauth) : undefined;
  const open = async (kind: 'http' | 'sse'): Promise<Connected> => {
    const person = login && (await login.prepare()) ? login : undefined;
    const client = await createClient(name, server.sampling, ports, events);
    const transport = await createHttpTransport(kind, { server, auth: machine ?? person, maxMessage: LARGEST_MESSAGE });
    const logIn = async (stop: AbortSignal): Promise<void> => {
      if (!person) throw new Error('nobody is there to log in');
      await transport.finishAuth(await person.code(AbortSignal.any([stop, AbortSignal.timeout(ports.timeouts.login)])));
    };
    const close = async (): Promise<void> => {
      await endSession(transport);
      login?.close();
    };
    try {
      await shakeHands(client, transport, ports.timeouts.start, signal);
      return { client, transport: kind, close, lastWords: () => '', noise: () => 0, ...(person && ports.openBrowser ? { logIn } : {}) };
    } catch (error) {
      if (person && isUnauthorized(error)) {
        await logIn(signal).finally(() => endSession(transport));
        throw new LoggedIn();
      }
      await endSession(transport);
      throw error;
    }
  };
  const attempt = (kind: 'http' | 'sse'): Promise<Connected> =>
    open(kind).catch((error: unknown) => {
      if (error instanceof LoggedIn) return open(kind);
      throw error;
    });
  try {
    if (server.transport === 'sse') return await attempt('sse');
    return await attempt('http').catch((error: unknown) => {
      if (!speaksOldTransport(error)) throw error;
      return attempt('sse').catch(() => {
        throw error;
      });
    });
  } catch (error) {
    login?.close();
    throw new Error(httpReason(error, machine !== undefined));
  }
}

/** A login is done: the handshake begins anew. */
class LoggedIn extends Error {}

/** Tells the server that the session is over, without waiting long for its answer. */
async function endSession(transport: Awaited<ReturnType<typeof createHttpTransport>>): Promise<void> {
  if ('terminateSession' in transport && typeof transport.terminateSession === 'function') {
    const ended = Promise.resolve(transport.terminateSession()).catch(() => {});
    await Promise.race([ended, new Promise((done) => setTimeout(done, GOODBYE_MS).unref())]);
  }
  await transport.close().catch(() => {});
}

/** The SDK's own time-out leaves a transport that hangs in `start` alone; this one does not. */
async function shakeHands(client: Client, transport: Transport, limit: number, signal: AbortSignal): Promise<void> {
  let stop: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const given = new Promise<never>((_, reject) => {
    stop = () => reject(new Error('cancelled'));
    timer = setTimeout(() => reject(new Error(`no answer to initialize within ${limit / 1000} s`)), limit);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([withOwnSignal(signal, (own) => client.connect(transport, { timeout: limit + 1_000, signal: own })), given]);
  } finally {
    clearTimeout(timer);
    if (stop) signal.removeEventListener('abort', stop);
  }
}

/** A login that the server wants in the middle of a request is waited for, once; then the request is sent again. */
export async function withLogin<T>(connected: Connected, signal: AbortSignal, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!connected.logIn || !isUnauthorized(error)) throw error;
    await connected.logIn(signal);
    return request();
  }
}

/** The SDK wants a login, and has sent the person to it if there is one. */
function isUnauthorized(error: unknown): boolean {
  return error instanceof Error && error.constructor.name.endsWith('UnauthorizedError');
}

function httpReason(error: unknown, machine: boolean): string {
  const status = statusOf(error);
  if (machine && status === 401) return 'it does not take the login of its settings (401)';
  if (status === 401 || isUnauthorized(error)) return 'it wants a login (401): run `ocode mcp test` for it in a terminal';
  if (status !== undefined && status >= 300 && status < 400) return `it redirects elsewhere (${status}), which is not followed`;
  if (status !== undefined) return `HTTP status ${status}`;
  return reasonOf(error);
}

/** The message with that of its cause: fetch says only "fetch failed"; a login server may send nothing but a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === '') return 'errorCode' in error ? `its login server says ${String(error.errorCode)}` : error.name;
  const { cause } = error;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  const inner = cause instanceof Error && cause.message ? cause.message : code;
  return inner ? `${error.message}: ${inner}` : error.message;
}
