import { type Command, Option } from 'commander';
import type { ScanStats } from '../../contract/context.js';
import type { RootOptions } from '../options.js';
import { tell } from '../tell.js';
import { printData } from './print-data.js';
import { progressBar } from './progress-bar.js';
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
  ocode index --watch       keep it up to date until Ctrl+C; a line for each change`;

export function addIndexCommand(program: Command, start: Start): void {
  program
    .command('index')
    .description("build or show the index of this project's code")
    .addOption(new Option('--status', 'only say what is indexed').conflicts(['clear', 'watch']))
    .addOption(new Option('--clear', 'throw it away').conflicts('watch'))
    .addOption(new Option('--watch', 'keep it up to date'))
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((flags: IndexFlags) => start((options) => index(options, flags)));
}

async function index(options: RootOptions, flags: IndexFlags): Promise<number> {
  const { composeWorkbench } = await import('../compose.js');
  const { interruption } = await import('../signals.js');
  const bench = await composeWorkbench(options, { interactive: false });
  const stop = interruption();
  const bar = progressBar('reading', 'files', !options.quiet);
  try {
    if (flags.clear) {
      await bench.index.clear();
      return printData(flags.json, { cleared: true }, () => ['the index is empty']);
    }
    if (flags.status) {
      const status = await bench.index.status();
      return printData(flags.json, status, () => Object.entries(status).map(([key, value]) => `${key}: ${String(value)}`));
    }
    const stats = await bench.index.index((done, total) => bar.show(done, total), stop.signal).finally(() => bar.clear());
    // Watched, each state is a line of its own, also as JSON.
    const print = (state: ScanStats): void => {
      if (flags.watch && flags.json) process.stdout.write(`${JSON.stringify(state)}\n`);
      else printData(flags.json, state, () => [summary(state)]);
    };
    print(stats);
    if (flags.watch) {
      tell('watching; Ctrl+C ends');
      await bench.index.watch(print, stop.signal);
    }
    return stop.exitCode ?? 0;
  } finally {
    stop.dispose();
    await bench.close();
  }
}

function summary({ files, analyzed, cached, skipped, ms }: ScanStats): string {
  return `${files} ${files === 1 ? 'file' : 'files'}: ${analyzed} read, ${cached} unchanged, ${skipped} skipped, ${Math.round(ms)} ms`;
}
