import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { McpServerParts } from './mcp-server/parts.js';

export type { McpServerParts } from './mcp-server/parts.js';
export { PROMPTS } from './mcp-server/prompts.js';

/** Milliseconds that calls under way get after stdin has ended. */
const LAST_ANSWERS_MS = 30_000;

/**
 * Serves on two streams until the input ends, the output closes, or `signal` aborts. Requests that came before the end
 * of the input are answered still, so `printf … | ocode mcp serve` works.
 */
export async function serveMcp(parts: McpServerParts, streams: { input: Readable; output: Writable }, signal: AbortSignal): Promise<void> {
  const [{ createServer }, { LineTransport }, { JSONRPCMessageSchema }] = await Promise.all([
    import('./mcp-server/server.js'),
    import('./mcp-server/line-transport.js'),
    import('@modelcontextprotocol/sdk/types.js'),
  ]);
  const server = await createServer(parts);
  const transport = new LineTransport(streams, (value) => JSONRPCMessageSchema.parse(value));
  server.onerror = (error) => parts.note(`MCP: ${error.message}`);

  const open = new Set<unknown>();
  let idle = (): void => {};
  const send = transport.send.bind(transport);
  transport.send = async (message: JSONRPCMessage) => {
    await send(message);
    if ('id' in message && !('method' in message)) open.delete(message.id);
    if (open.size === 0) idle();
  };
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close']) streams.input.once(event, resolve);
    streams.output.once('error', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
  });
  await server.connect(transport);
  const receive = transport.onmessage;
  transport.onmessage = (message) => {
    if ('id' in message && 'method' in message) open.add(message.id);
    // A cancelled request gets no answer.
    if ('method' in message && message.method === 'notifications/cancelled') open.delete((message.params as { requestId?: unknown } | undefined)?.requestId);
    receive?.(message);
  };
  await ended;
  if (open.size > 0 && !signal.aborted && streams.output.writable) {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LAST_ANSWERS_MS);
      idle = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener('abort', () => idle(), { once: true });
    });
  }
  await server.close();
}
