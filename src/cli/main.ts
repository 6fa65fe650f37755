import { writeSync } from 'node:fs';
import { EXIT_CODES, isOCodeError } from '../contract/error.js';
import { cliVersion } from './version.js';

/** The whole program: what can be answered without loading anything is answered first. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V') && toldAtOnce(`${cliVersion()}\n`)) return;
  process.stdout.on('error', tellLostOutput);
  // A reader that left is no failure: what is still written goes nowhere. A run with a model stops by its own listener.
  process.stderr.on('error', () => {});
  // What they need of Node takes longer to load than the version takes to tell.
  const [{ earlyPrompt }, { loadProgram }] = await Promise.all([import('./early-prompt.js'), import('./load-program.js')]);
  // zod compiles a parser for each shape it meets, which pays for servers; a run meets each shape a few times.
  Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
  const opened = await earlyPrompt(args);
  const { program, keepCode } = loadProgram();
  // When all is written: taking the process apart costs time, and Node 24 aborts at the last garbage collection (see context/store/lasting-statements).
  process.once('beforeExit', () => process.exit());
  process.exitCode = await program.runProgram(args, process.env, opened);
  if (process.exitCode === 0) keepCode();
  leaveSoon();
}

/** What a plugin left running must not hold the program once all is written. Milliseconds. */
const LINGER = 1_000;

function leaveSoon(): void {
  const { stdout } = process;
  if (stdout.writableLength > 0) stdout.once('drain', leaveSoon);
  else setTimeout(() => process.exit(), LINGER).unref();
}

/** Without the streams of Node, which take longer to load than all else of this answer. What cannot be written so is for them to tell. */
function toldAtOnce(text: string): boolean {
  try {
    return writeSync(1, text) === text.length;
  } catch {
    return false;
  }
}

/** A full disk is a failure, though: a script must not take half an answer for a whole one. */
function tellLostOutput(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE' || error.code === 'EBADF') return;
  process.once('exit', (code) => {
    if (code === 0) process.exitCode = EXIT_CODES.error_usage;
  });
  process.stderr.write(`ocode: the output cannot be written: ${error.message}\n`);
}

main().catch((error: unknown) => {
  // Everything expected was turned into a message further in; this is a bug, and it shows where.
  process.stderr.write(isOCodeError(error) ? `ocode: ${error.message}\n` : `ocode: this is a bug: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
