import { isOCodeError } from '../contract/error.js';
import { cliVersion } from './version.js';

/** The whole program: what can be answered without loading anything is answered first. */
async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${cliVersion()}\n`);
    return;
  }
  const { runProgram } = await import('./program.js');
  process.exitCode = await runProgram(args);
}

main().catch((error: unknown) => {
  // Everything expected was turned into a message further in; this is a bug, and it shows where.
  process.stderr.write(isOCodeError(error) ? `ocode: ${error.message}\n` : `ocode: this is a bug: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
