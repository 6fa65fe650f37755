import type { IncomingMessage } from 'node:http';
import { interrupted, streamLost } from '../connection-error.js';
import { type Http, notThisApi } from '../http.js';
import { parseObject, readLines } from '../lines.js';

/**
 * The `fetch` given to the `ollama` package: our connections, our errors, the caller's signal. The package never sees a failed answer or a line
 * that is no JSON object, because it would print them. It needs of a Response what stands here and no more.
 */
export function packageFetch(http: Http, signal: AbortSignal, model?: string): typeof fetch {
  const send = async (input: string | URL | Request, init?: RequestInit): Promise<PackageResponse> => {
    const url = new URL(typeof input === 'object' && 'url' in input ? input.url : input);
    const path = url.pathname.slice(new URL(http.host).pathname.replace(/\/$/, '').length);
    const body = typeof init?.body === 'string' ? init.body : undefined;
    const answer = await http.send({ method: init?.method === 'POST' ? 'POST' : 'GET', path, body, model }, signal);
    return {
      ok: true,
      status: answer.statusCode ?? 200,
      json: () => readOne(http, answer, signal),
      body: { getReader: () => lineReader(http, answer, signal) },
    };
  };
  return send as unknown as typeof fetch;
}

interface PackageResponse {
  ok: true;
  status: number;
  json(): Promise<unknown>;
  body: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }>; releaseLock(): void } };
}

/** A body that is one JSON value, which may hold line ends. */
async function readOne(http: Http, answer: IncomingMessage, signal: AbortSignal): Promise<unknown> {
  const lines: string[] = [];
  try {
    for await (const batch of readLines(answer)) lines.push(...batch);
  } catch (error) {
    throw signal.aborted ? interrupted(signal) : streamLost(error, http.words);
  }
  const value = parseObject(lines.join('\n'));
  if (!value) throw notThisApi(http.host, http.words);
  return value;
}

function lineReader(http: Http, answer: IncomingMessage, signal: AbortSignal) {
  const batches = readLines(answer);
  const encoder = new TextEncoder();
  const read = async (): Promise<{ done: boolean; value?: Uint8Array }> => {
    try {
      const { done, value } = await batches.next();
      if (done) return { done: true };
      const sound = value.filter((line) => parseObject(line) !== undefined);
      return { done: false, value: encoder.encode(sound.map((line) => `${line}\n`).join('')) };
    } catch (error) {
      throw signal.aborted ? interrupted(signal) : streamLost(error, http.words);
    }
  };
  return { read, releaseLock: () => {} };
}
