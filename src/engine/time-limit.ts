import { OCodeError } from '../contract/error.js';

export interface TimeLimit {
  /** Aborts, with an OCodeError `timeout` as its reason, when the time is up. */
  signal: AbortSignal;
  dispose(): void;
}

/** Starts the clock of a run. `ms` 0: no limit. */
export function startTimeLimit(ms: number): TimeLimit {
  const stop = new AbortController();
  if (ms <= 0) return { signal: stop.signal, dispose: () => {} };
  const late = new OCodeError('timeout', `the run took longer than ${ms / 1000} s`, { hint: 'raise --timeout; -c goes on from the last whole turn' });
  const timer = setTimeout(() => stop.abort(late), ms);
  return { signal: stop.signal, dispose: () => clearTimeout(timer) };
}
