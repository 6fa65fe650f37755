import { setFlagsFromString } from 'node:v8';

/**
 * Grammars stay in the code V8's first compiler makes: the second one takes forty megabytes for the lexer of one language (its
 * notes on thousands of states) and gains nothing. The runtime, which is compiled before, may use both: a third of the parsing time.
 * Holds for the whole process; threads that start the runtime later share what the first one compiled.
 */
export function keepGrammarsSmall(): void {
  setFlagsFromString('--liftoff-only');
}

/** Takes that back, with what the flag implies: V8 marks compiled code with the flags of the time and refuses it under others. For a process that ends. */
export function restoreFlags(): void {
  for (const flag of ['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering']) setFlagsFromString(flag);
}
