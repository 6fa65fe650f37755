import { setFlagsFromString } from 'node:v8';

let frugal = false;

/**
 * Parsers stay in the code V8's first compiler makes. The second one would win a tenth on long runs, and takes a hundred
 * megabytes (its notes on lexers of thousands of states) and two cores for seconds just when a model wants both.
 * Holds for the whole process; call it before a grammar is loaded.
 */
export function frugalParsers(): void {
  if (!frugal) setFlagsFromString('--liftoff-only');
  frugal = true;
}
