import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { OCodeError } from '../contract/error.js';
import { connectionError, interrupted, streamLost } from './connection-error.js';
import type { Host } from './host.js';
import { errorFromStatus, type ServerWords } from './server-error.js';

export interface HttpOptions {
  host: Host;
  words: ServerWords;
  /** Sent as a bearer to this host and to no other: redirects are not followed. */
  apiKey?: string;
  headers?: Readonly<Record<string, string>>;
  /** A line for `--debug`: requests, statuses, and what was tolerated. */
  onDebug?(line: string): void;
}

export interface HttpCall {
  method: 'GET' | 'POST';
  /** Below the host's own path, with a slash in front. */
  path: string;
  body?: string;
  /** Named in errors. */
  model?: string;
}

type RequestFunction = (url: string, options: RequestOptions) => ClientRequest;

/** Waiting for an answer has no limit but the caller's; only a connection that is never made does. */
const CONNECT_TIMEOUT_MS = 10_000;
const PROBE_AFTER_MS = 30_000;
const ERROR_BODY_LIMIT = 65_536;
const DRAIN_MS = 1000;

/**
 * Requests to one server, on `node:http(s)`: the global fetch costs about 100 ms of start-up and gives up after five minutes without headers,
 * while a long prompt on a CPU takes longer. Connections are kept. Every failure leaves as an OCodeError.
 */
export class Http {
  readonly #options: HttpOptions;
  #transport: Promise<{ request: RequestFunction; agent: Agent }> | undefined;

  constructor(options: HttpOptions) {
    this.#options = options;
  }

  get host(): string {
    return this.#options.host.url;
  }

  get words(): ServerWords {
    return this.#options.words;
  }

  debug(line: string): void {
    this.#options.onDebug?.(line);
  }

  /** Resolves with an answer of status 2xx whose body the caller must read or `release`. `signal` also ends the body. */
  async send(call: HttpCall, signal: AbortSignal): Promise<IncomingMessage> {
    if (this.#options.onDebug) this.debug(`${call.method} ${call.path} ${call.body ?? ''}`.trimEnd());
    const answer = await this.#attempt(call, signal, true);
    const status = answer.statusCode ?? 0;
    this.debug(`${call.method} ${call.path}: HTTP ${status}`);
    if (status >= 200 && status < 300) return answer;
    const body = await readText(answer, ERROR_BODY_LIMIT).catch(() => '');
    if (signal.aborted) throw interrupted(signal);
    throw errorFromStatus(status, body, call.model, this.words, answer.headers['retry-after']);
  }

  /** The whole body of an answer as a value. Throws `model_unreachable` when it is no JSON: something else answers there. */
  async sendForJson(call: HttpCall, signal: AbortSignal): Promise<unknown> {
    const answer = await this.send(call, signal);
    let text: string;
    try {
      text = await readText(answer);
    } catch (error) {
      throw signal.aborted ? interrupted(signal) : streamLost(error, this.words);
    }
    try {
      return JSON.parse(text);
    } catch {
      throw notThisApi(this.host, this.words);
    }
  }

  async #attempt(call: HttpCall, signal: AbortSignal, again: boolean): Promise<IncomingMessage> {
    if (signal.aborted) throw interrupted(signal);
    const { request, agent } = await this.#connectWith();
    const body = call.body === undefined ? undefined : Buffer.from(call.body);
    const outgoing = begin(() => request(`${this.host}${call.path}`, { method: call.method, agent, headers: this.#headers(body?.length) }));
    try {
      return await answerOf(outgoing, body, signal);
    } catch (error) {
      if (signal.aborted) throw interrupted(signal);
      // The server closed a kept connection in the instant we used it; nothing was answered, so it is sent once more on a new one.
      if (again && outgoing.reusedSocket) return this.#attempt(call, signal, false);
      throw connectionError(error, this.host, this.words);
    }
  }

  #headers(length: number | undefined): Record<string, string | number> {
    const { apiKey, headers, host } = this.#options;
    const authorization = apiKey?.trim() ? `Bearer ${apiKey.trim()}` : host.authorization;
    return {
      accept: 'application/json',
      'user-agent': 'ocode',
      ...headers,
      ...(authorization ? { authorization } : {}),
      ...(length === undefined ? {} : { 'content-type': 'application/json', 'content-length': length }),
    };
  }

  /** TLS costs start-up time, so it is loaded only for hosts that need it. */
  #connectWith(): Promise<{ request: RequestFunction; agent: Agent }> {
    const secure = this.host.startsWith('https:');
    this.#transport ??= secure
      ? import('node:https').then((https) => ({ request: https.request, agent: new https.Agent({ keepAlive: true }) }))
      : Promise.resolve({ request: httpRequest, agent: new Agent({ keepAlive: true }) });
    return this.#transport;
  }
}

/** Something answers, and it is no server of this kind. */
export function notThisApi(host: string, words: ServerWords): OCodeError {
  return new OCodeError('model_unreachable', `the server at ${host} answers, but not like ${words.name}`, {
    hint: `the address has no ${words.name} API; look at its port and path. ${words.start}`,
  });
}

/** Answers whose last word was heard: an abort has nothing to stop there any more. */
const released = new WeakSet<IncomingMessage>();

/** After the last word: a connection whose body ends soon is kept for the next request, any other is closed. */
export function release(answer: IncomingMessage): void {
  released.add(answer);
  if (answer.readableEnded || answer.destroyed) return;
  const timer = setTimeout(() => answer.destroy(), DRAIN_MS);
  answer.once('close', () => clearTimeout(timer));
  answer.on('error', () => {});
  answer.resume();
}

/** Node refuses header values that cannot be sent; they come from the settings or the environment. */
function begin(start: () => ClientRequest): ClientRequest {
  try {
    return start();
  } catch (error) {
    const hint = 'look at the key and at the headers of the provider in the settings: ASCII, one line';
    throw new OCodeError('config', 'the key or a header of the provider holds characters that cannot be sent', { cause: error, hint });
  }
}

function answerOf(outgoing: ClientRequest, body: Buffer | undefined, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let answer: IncomingMessage | undefined;
    const abort = (): void => {
      if (answer && released.has(answer)) return;
      answer?.destroy(new Error('aborted'));
      outgoing.destroy(new Error('aborted'));
    };
    signal.addEventListener('abort', abort, { once: true });
    outgoing.on('close', () => signal.removeEventListener('abort', abort));
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      answer = incoming;
      resolve(incoming);
    });
    outgoing.on('socket', (socket) => {
      socket.setKeepAlive(true, PROBE_AFTER_MS);
      if (!socket.connecting) return;
      const timer = setTimeout(() => outgoing.destroy(Object.assign(new Error('no connection'), { code: 'ETIMEDOUT' })), CONNECT_TIMEOUT_MS);
      for (const event of ['connect', 'close']) socket.once(event, () => clearTimeout(timer));
    });
    outgoing.end(body);
  });
}

async function readText(answer: IncomingMessage, limit = Number.POSITIVE_INFINITY): Promise<string> {
  const parts: string[] = [];
  let size = 0;
  answer.setEncoding('utf8');
  for await (const part of answer as AsyncIterable<string>) {
    parts.push(part);
    size += part.length;
    if (size > limit) break;
  }
  return parts.join('').slice(0, limit);
}
