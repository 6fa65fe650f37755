import { cleanForTerminal } from '../lib/sanitize.js';
import type { RootOptions } from './options.js';

/** A line for people, on stderr. It may hold words of a model, a file or a server, so it is cleaned. */
export function tell(text: string): void {
  process.stderr.write(`${cleanForTerminal(text)}\n`);
}

/** What people should know of a run, a line each; `--quiet` wants none of them. */
export function tellNotices(options: Pick<RootOptions, 'quiet'>, notices: readonly string[]): void {
  if (!options.quiet) for (const notice of notices) tell(`ocode: ${notice}`);
}
