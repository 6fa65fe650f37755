import type { Command } from 'commander';
import type { RootOptions } from '../options.js';
import { printData } from './print-data.js';
import type { Start } from './start.js';

interface IndexFlags {
  status?: boolean;
  clear?: boolean;
  watch?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  ocode index               read what changed since the last time
  ocode index --status
  ocode index --watch       keep it up to date until Ctrl+C`;

export function addIndexCommand(program: Command, start: Start): void {
  program
    .command('index')
    .description("build or show the index of this project's code")
    .option('--status', 'only say what is indexed')
    .option('--clear', 'throw it away')
    .option('--watch', 'keep it up to date')
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: IndexFlags) => start((options) => index(options, flags)));
}

async function index(options: RootOptions, flags: IndexFlags): Promise<number> {
  const { composeWorkbench } = await import('../compose.js');
  const { interruption } = await import('../signals.js');
  const bench = await composeWorkbench(options, { interactive: false });
  const stop = interruption();
  const bar = process.stderr.isTTY && !options.quiet;
  const progress = (done: number, total: number): void => {
    if (bar) process.stderr.write(`\r\x1b[2Kreading ${done} of ${total} files`);
  };
  try {
    if (flags.clear) {
      await bench.index.clear();
      return printData(flags.json, { cleared: true }, () => ['the index is empty']);
    }
    if (flags.status) {
      const status = await bench.index.status();
      return printData(flags.json, status, () => Object.entries(status).map(([key, value]) => `${key}: ${String(value)}`));
    }
    const stats = await bench.index.index(progress, stop.signal);
    if (bar) process.stderr.write('\r\x1b[2K');
    printData(flags.json, stats, () => [
      `${stats.files} files: ${stats.analyzed} read, ${stats.cached} unchanged, ${stats.skipped} skipped, ${Math.round(stats.ms)} ms`,
    ]);
    if (flags.watch) {
      process.stderr.write('watching; Ctrl+C ends\n');
      await bench.index.watch((update) => process.stderr.write(`${update.analyzed} files read again\n`), stop.signal);
    }
    return stop.exitCode ?? 0;
  } finally {
    stop.dispose();
    await bench.close();
  }
}
