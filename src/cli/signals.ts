import { EXIT_CODES, OCodeError } from '../contract/error.js';
import { SIGTERM_EXIT } from './failure.js';

export interface Interruption {
  signal: AbortSignal;
  /** Exit code of the signal that came, if one did. */
  readonly exitCode: number | undefined;
  /** The reader of stdout left: stop without a word. */
  quietly(): void;
  dispose(): void;
}

/** The first SIGINT or SIGTERM ends the run in order (the session is saved); a second one ends the process. */
export function interruption(): Interruption {
  const stop = new AbortController();
  let exitCode: number | undefined;
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) process.exit(name === 'SIGTERM' ? SIGTERM_EXIT : EXIT_CODES.error_interrupted);
    exitCode = name === 'SIGTERM' ? SIGTERM_EXIT : EXIT_CODES.error_interrupted;
    stop.abort(new OCodeError('interrupted', `interrupted (${name})`, { hint: 'ocode -c goes on from the last whole turn', details: { signal: name } }));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: stop.signal,
    get exitCode() {
      return exitCode;
    },
    quietly: () => stop.abort(new OCodeError('interrupted', 'nobody reads the output')),
    dispose: () => {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
