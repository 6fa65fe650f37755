import { setMaxListeners } from 'node:events';
import { ToolError } from '../contract/error.js';

/**
 * Runs one request under a signal of its own. The SDK leaves its listener on the signal it is given for good: on a shared
 * one they pile up, and at the end of the run each sends a cancellation for a request that was answered long ago.
 */
export async function withOwnSignal<T>(signal: AbortSignal, work: (own: AbortSignal) => Promise<T>): Promise<T> {
  const own = new AbortController();
  const pass = (): void => own.abort(signal.reason);
  if (signal.aborted) pass();
  manyMayListen(signal);
  signal.addEventListener('abort', pass, { once: true });
  try {
    return await work(own.signal);
  } finally {
    signal.removeEventListener('abort', pass);
  }
}

/** Waits for work that others wait for too: `signal` ends the waiting, with ToolError `cancelled`, and not the work. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw new ToolError('cancelled', 'cancelled');
  manyMayListen(signal);
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new ToolError('cancelled', 'cancelled'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}

/** One run may wait for a dozen servers at once; Node takes more than ten listeners for a leak and says so. */
function manyMayListen(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}
