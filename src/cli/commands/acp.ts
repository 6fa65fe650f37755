import type { Command } from 'commander';
import type { Start } from './start.js';

const EXAMPLES = `
Examples:
  ocode acp                                   for editors that host agents (Agent Client Protocol, over stdio)
  ocode --model qwen2.5-coder:7b acp          with this model`;

export function addAcpCommand(program: Command, start: Start): void {
  program
    .command('acp')
    .description('serve an editor over the Agent Client Protocol')
    .addHelpText('after', EXAMPLES)
    .action(() =>
      start(async (options) => {
        const [{ runAcp }, { composeAcp }, { interruption }] = await Promise.all([
          import('../../modes/acp/index.js'),
          import('../compose-acp.js'),
          import('../signals.js'),
        ]);
        const stop = interruption();
        try {
          await runAcp(composeAcp(options), stop.signal);
          return stop.exitCode ?? 0;
        } finally {
          stop.dispose();
        }
      }),
    );
}
