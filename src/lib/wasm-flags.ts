import { setFlagsFromString } from 'node:v8';

/**
 * What is loaded from now on stays in the code V8's first compiler makes. For grammars always: the second compiler takes forty megabytes for the
 * lexer of one language (its notes on thousands of states) and gains nothing. For the runtime where a few files are parsed: optimising it beside
 * the run took a fifth of a warm run's time. Where thousands are parsed, both compilers save a third of the parsing time.
 * Holds for the whole process; threads that start the runtime later share what the first one compiled.
 */
export function useFirstCompilerOnly(): void {
  setFlagsFromString('--liftoff-only');
}

/** Takes that back, with what the flag implies: V8 marks compiled code with the flags of the time and refuses it under others. For a process that ends. */
export function restoreFlags(): void {
  for (const flag of ['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering']) setFlagsFromString(flag);
}
