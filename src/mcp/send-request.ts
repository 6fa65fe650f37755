import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { ToolError } from '../contract/error.js';
import { type Connected, withLogin } from './connect.js';
import { label } from './describe.js';
import { statusOf } from './http-transport.js';
import { withOwnSignal } from './own-signal.js';
import type { McpTimeouts } from './ports.js';

export interface McpRequest<T> {
  method: string;
  params: Record<string, unknown>;
  shape: z.ZodType<T>;
  onProgress?: ((text: string) => void) | undefined;
}

/** The server knows our session no more (it was started again, or forgot it); the request was not worked on. */
export class SessionLost extends Error {}

/**
 * One request with time-outs, progress, cancellation and login. Throws ToolError `failed` (what the server said), `timeout`, `cancelled`; or SessionLost.
 */
export async function sendRequest<T>(server: string, connected: Connected, request: McpRequest<T>, timeouts: McpTimeouts, signal: AbortSignal): Promise<T> {
  try {
    return await withLogin(connected, signal, () => send(connected, request, timeouts, signal));
  } catch (error) {
    if (signal.aborted) throw new ToolError('cancelled', 'cancelled');
    if (error instanceof McpError && error.code === ErrorCode.RequestTimeout) {
      throw new ToolError('timeout', `the server ${server} did not answer within ${timeouts.call / 1000} s`);
    }
    if (connected.transport === 'http' && statusOf(error) === 404) throw new SessionLost();
    throw new ToolError('failed', `the server ${server}: ${label(error instanceof Error ? error.message : String(error), 400)}`);
  }
}

function send<T>({ client }: Connected, { method, params, shape, onProgress }: McpRequest<T>, timeouts: McpTimeouts, signal: AbortSignal): Promise<T> {
  return withOwnSignal(
    signal,
    (own) =>
      client.request({ method, params }, shape as never, {
        signal: own,
        timeout: timeouts.call,
        maxTotalTimeout: timeouts.callTotal,
        resetTimeoutOnProgress: true,
        onprogress: ({ progress, total, message }) => onProgress?.(label(`${message ?? ''} ${progress}${total === undefined ? '' : `/${total}`}`)),
      }) as Promise<T>,
  );
}
