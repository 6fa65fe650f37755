import { OCodeError, signalExit } from '../contract/error.js';

export interface Interruption {
  signal: AbortSignal;
  /** Exit code of the signal that came, if one did. */
  readonly exitCode: number | undefined;
  /** The reader of stdout left: stop without a word. */
  quietly(): void;
  dispose(): void;
}

/** SIGHUP comes when the terminal is closed: what runs below must not go on for nobody. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal ends the run in order (the session is saved); a second one ends the process. */
export function interruption(): Interruption {
  const stop = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(signalExit(name));
    exitCode = signalExit(name);
    stop.abort(new OCodeError('interrupted', `interrupted (${name})`, { hint: 'ocode -c goes on from the last whole turn', details: { signal: name } }));
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: stop.signal,
    get exitCode() {
      return exitCode;
    },
    quietly: () => stop.abort(new OCodeError('interrupted', 'nobody reads the output')),
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
