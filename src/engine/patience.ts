import { isOCodeError } from '../contract/error.js';
import { sleep } from '../lib/sleep.js';

/** Pauses in milliseconds before a request is sent again. */
export const SERVER_BUSY_PAUSES: readonly number[] = [200, 500, 1000, 2000];
/** Nobody listens: a server that is just starting gets a moment, a missing one is told soon. */
const REFUSED_PAUSES: readonly number[] = [150, 350];
/** The longest pause a server can ask for with Retry-After. */
const LONGEST_PAUSE = 15_000;

/** How long to wait before the try after `tries` failed ones, and how often in all; undefined when another try makes no sense. */
export function pauseAfter(error: unknown, tries: number): { ms: number; of: number } | undefined {
  if (!isOCodeError(error) || !error.retryable) return undefined;
  const pauses = error.details.refused ? REFUSED_PAUSES : SERVER_BUSY_PAUSES;
  const wait = pauses[tries];
  return wait === undefined ? undefined : { ms: wantedPause(error.details.retryAfterMs, wait), of: pauses.length };
}

/** What the server asks for, within reason; never less than our own pause. */
export function wantedPause(retryAfterMs: unknown, own: number): number {
  return typeof retryAfterMs === 'number' ? Math.min(LONGEST_PAUSE, Math.max(own, retryAfterMs)) : own;
}

/** Asks again while the server is busy or just starting, as for an answer. Rejects with the last error, or with the signal's reason. */
export async function patiently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const pause = signal.aborted ? undefined : pauseAfter(error, tries);
      if (!pause) throw error;
      await sleep(pause.ms, signal);
    }
  }
}
