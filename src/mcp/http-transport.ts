import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import type { FetchLike, Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { HttpServer } from './config.js';

/** The status codes with which a server that only knows the older transport answers the newer one. */
const OLD_SERVER = new Set([400, 404, 405, 406, 415]);

export interface HttpOptions {
  server: HttpServer;
  auth: OAuthClientProvider | undefined;
  /** Bytes of one message; a longer one ends the connection. */
  maxMessage: number;
}

/** A transport over HTTP; it is started by `Client.connect`. Redirects are followed only within the server's own origin. */
export async function createHttpTransport(
  kind: 'http' | 'sse',
  { server, auth, maxMessage }: HttpOptions,
): Promise<Transport & { finishAuth(code: string): Promise<void> }> {
  const options = {
    requestInit: { headers: server.headers },
    fetch: limitedFetch(maxMessage),
    ...(auth ? { authProvider: auth } : {}),
  };
  const url = new URL(server.url);
  if (kind === 'sse') {
    const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js');
    return new SSEClientTransport(url, options);
  }
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  return new StreamableHTTPClientTransport(url, options);
}

/** True when the older transport is worth a try. */
export function speaksOldTransport(error: unknown): boolean {
  return OLD_SERVER.has(statusOf(error) ?? 0);
}

/** HTTP status of a failed connection, if there was an answer at all. */
export function statusOf(error: unknown): number | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'number' && code >= 100 && code < 600 ? code : undefined;
}

/** Ends a response whose single message (a line of an event stream, or the whole body) grows beyond the limit. */
function limitedFetch(longest: number): FetchLike {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!response.body) return response;
    const streams = /event-stream/.test(response.headers.get('content-type') ?? '');
    let size = 0;
    const limit = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const end = streams ? chunk.lastIndexOf(10) : -1;
        size = end >= 0 ? chunk.length - end : size + chunk.length;
        if (size > longest || chunk.length > longest) controller.error(new Error(`a message is longer than ${longest} bytes`));
        else controller.enqueue(chunk);
      },
    });
    const limited = new Response(response.body.pipeThrough(limit), { status: response.status, statusText: response.statusText, headers: response.headers });
    // The SDK compares the address of the answer with the one it asked.
    Object.defineProperty(limited, 'url', { value: response.url });
    return limited;
  };
}
