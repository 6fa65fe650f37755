import { type Command, Option } from 'commander';
import { OCodeError } from '../../contract/error.js';
import type { RootOptions } from '../options.js';
import { tellNotices } from '../tell.js';
import { printData, table } from './print-data.js';
import type { Start } from './start.js';
import { withWorkbench } from './with-workbench.js';

const EXAMPLES = `
Examples:
  ocode context "why does the cache miss?"         the files a question would bring, with scores and reasons
  ocode context "parse flags" --json --limit 5`;

export function addContextCommand(program: Command, start: Start): void {
  program
    .command('context')
    .description('the files a question would bring, ranked; asks no chat model')
    .argument('<query...>')
    .option('--limit <n>', 'most files')
    .addOption(new Option('--format <format>', 'how it is printed').choices(['text', 'json']))
    .option('--json', 'as JSON')
    .addHelpText('after', EXAMPLES)
    .action((words: string[], flags: { json?: boolean; format?: string; limit?: string }) => start((options) => context(options, words.join(' '), flags)));
}

async function context(options: RootOptions, query: string, flags: { json?: boolean; format?: string; limit?: string }): Promise<number> {
  const limit = flags.limit === undefined ? undefined : Number(flags.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new OCodeError('usage', `--limit ${flags.limit}: it must be a whole number above 0`);
  return withWorkbench(options, async (bench) => {
    const budget = typeof options.context === 'number' ? options.context : (bench.settings.context.budget ?? Math.floor(bench.settings.context_window * 0.2));
    const { files, symbols, stats, notices } = await bench.index.rank(query, { budget, limit: limit ?? 50 }, AbortSignal.timeout(300_000));
    tellNotices(options, [...bench.warnings, ...notices]);
    const asJson = flags.json ?? flags.format === 'json';
    return printData(asJson, { query, files, symbols, stats }, () =>
      table(files.map((file) => [file.score.toFixed(2), file.mode, file.path, file.reasons.join('; ')])),
    );
  });
}
