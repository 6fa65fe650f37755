import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatClient, ChatDelta, ChatRequest } from '../../src/contract/chat.js';
import { isOCodeError, type OCodeError } from '../../src/contract/error.js';
import { FAKE_MODEL } from '../fakes/ollama-server.mjs';

/** Far above what any test needs: it only ends a hanging one. */
export function soon(): AbortSignal {
  return AbortSignal.timeout(20_000);
}

export function request(changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: FAKE_MODEL,
    messages: [
      { role: 'system', text: 'Be brief.' },
      { role: 'user', text: 'hello' },
    ],
    tools: [],
    options: { numCtx: 8192, numPredict: 512, keepAlive: '30m' },
    ...changes,
  };
}

export interface Heard {
  text: string;
  thinking: string;
  calls: Array<Extract<ChatDelta, { type: 'call' }>['call']>;
  done: Extract<ChatDelta, { type: 'done' }> | undefined;
  error: OCodeError | undefined;
}

/** Everything one answer said, up to its end or its error. */
export async function listen(client: ChatClient, changes: Partial<ChatRequest> = {}, signal = soon()): Promise<Heard> {
  const heard: Heard = { text: '', thinking: '', calls: [], done: undefined, error: undefined };
  try {
    for await (const delta of client.chat(request(changes), signal)) {
      if (delta.type === 'call') heard.calls.push(delta.call);
      else if (delta.type === 'done') heard.done = delta;
      else heard[delta.type] += delta.text;
    }
  } catch (error) {
    if (!isOCodeError(error)) throw error;
    heard.error = error;
  }
  return heard;
}

export async function failure(promise: Promise<unknown>): Promise<OCodeError> {
  const error: unknown = await promise.then(
    () => new Error('it did not fail'),
    (reason: unknown) => reason,
  );
  if (isOCodeError(error)) return error;
  throw error;
}

/** A server that does one thing. */
export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
