import { setFlagsFromString } from 'node:v8';

/** Flags of V8 that a run sets on its way. Each holds for the whole process, whichever thread sets it. */

/**
 * What is loaded from now on stays in the code V8's first compiler makes. For grammars always: the second compiler takes forty megabytes for the
 * lexer of one language (its notes on thousands of states) and gains nothing. For the runtime where a few files are parsed: optimising it beside
 * the run took a fifth of a warm run's time. Where thousands are parsed, both compilers save a third of the parsing time.
 * Threads that start the runtime later share what the first one compiled.
 */
export function useFirstCompilerOnly(): void {
  setFlagsFromString('--liftoff-only');
}

/** For threads that live for seconds: what V8's optimizing compiler would make of deeply inlined code takes it longer than the code then saves. */
export function inlineLess(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=250');
}

/** V8 lets old garbage grow to several times of what is in use; with this it looks for garbage at 1.4 times, for a twentieth more work. */
export function collectSooner(): void {
  setFlagsFromString('--heap-growing-percent=40');
}

/** V8's own values, with what the flags above imply. */
const DEFAULTS = ['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering', '--max-inlined-bytecode-size-cumulative=920', '--heap-growing-percent=0'];

/** Takes all of that back: V8 marks compiled code with the flags of the time and refuses it under others. For a process that ends. */
export function restoreFlags(): void {
  for (const flag of DEFAULTS) setFlagsFromString(flag);
}
