import type { RootOptions } from './options.js';

/** NO_COLOR (any value that is not empty), --no-color and dumb terminals turn colours off. */
export function colorsWanted(options: Pick<RootOptions, 'color'>, stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): boolean {
  return options.color !== false && !env.NO_COLOR && env.TERM !== 'dumb' && stream.isTTY === true;
}
