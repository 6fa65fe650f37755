import type { RootOptions } from '../options.js';

/** Runs what a subcommand does with the flags of the whole program; its number is the exit code. */
export type Start = (action: (options: RootOptions) => Promise<number>) => void;
