import type { Command } from 'commander';
import { writtenUserFile } from '../../config/paths.js';
import { writeKey } from '../../config/write.js';
import type { ModelInfo, PullProgress } from '../../contract/chat.js';
import { cleanForTerminal } from '../../lib/sanitize.js';
import type { RootOptions } from '../options.js';
import { tell } from '../tell.js';
import { tellOverruled } from './overruled.js';
import { printData, table } from './print-data.js';
import type { Start } from './start.js';
import { withWorkbench } from './with-workbench.js';

const EXAMPLES = `
Examples:
  ocode models list
  ocode models show qwen2.5-coder:7b     what it can do and what ocode does with it
  ocode models pull qwen2.5-coder:7b
  ocode models use qwen2.5-coder:7b      write it to your settings`;

export function addModelsCommand(program: Command, start: Start): void {
  const models = program.command('models').description('the models on the server').addHelpText('after', EXAMPLES);
  models
    .command('list')
    .description('what is installed')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => start((options) => list(options, flags)));
  models
    .command('show')
    .description('one model')
    .argument('<name>')
    .option('--json', 'as JSON')
    .action((name: string, flags: { json?: boolean }) => start((options) => show(options, name, flags)));
  models
    .command('pull')
    .description('download a model')
    .argument('<name>')
    .action((name: string) => start((options) => pull(options, name)));
  models
    .command('use')
    .description('make it the model of your settings')
    .argument('<name>')
    .action((name: string) => start((options) => use(options, name)));
}

const PATIENCE_MS = 30_000;

async function list(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const { describe } = await import('../choose-model.js');
  return withWorkbench(options, async (bench) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const { client } = await bench.provider();
    const installed = await client.list(signal);
    const rows = await Promise.all(
      installed.map(async (model) => {
        const info: Pick<ModelInfo, 'capabilities'> = await describe({ client, store: bench.store, signal }, model.name).catch(() => ({ capabilities: [] }));
        return { name: model.name, size: model.size, modified_at: model.modified_at, capabilities: info.capabilities };
      }),
    );
    rows.sort((a, b) => b.modified_at.localeCompare(a.modified_at));
    return printData(flags.json, rows, () =>
      table(rows.map((row) => [row.name, `${(row.size / 1e9).toFixed(1)} GB`, row.modified_at.slice(0, 10), row.capabilities.join(', ')])),
    );
  });
}

async function show(options: RootOptions, name: string, flags: { json?: boolean }): Promise<number> {
  const { chooseModel } = await import('../choose-model.js');
  return withWorkbench(options, async (bench) => {
    const { client } = await bench.provider();
    const choice = { client, settings: bench.settings, store: bench.store, signal: AbortSignal.timeout(PATIENCE_MS) };
    const { profile, info } = await chooseModel(choice, name);
    const data = {
      ...info,
      ocode: {
        window: profile.options.numCtx,
        max_tokens: profile.options.numPredict,
        tools: profile.toolMode,
        think: profile.options.think ?? null,
        chars_per_token: profile.charsPerToken,
      },
    };
    return printData(flags.json, data, () => [
      `${info.name}  ${[info.family, info.parameterSize, info.quantization].filter(Boolean).join(' ')}`,
      `can: ${info.capabilities.join(', ') || 'nothing it tells'}`,
      `window: ${info.contextLength || 'unknown'} tokens; ocode uses ${profile.options.numCtx}, answers of up to ${profile.options.numPredict}`,
      profile.toolMode === 'native' ? 'tools: native calls' : 'tools: described in the system text, called as text',
      profile.options.think ? `thinking: ${profile.options.think}` : 'thinking: it cannot',
    ]);
  });
}

async function pull(options: RootOptions, name: string): Promise<number> {
  const { modelManager } = await import('../compose-provider.js');
  const { interruption } = await import('../signals.js');
  return withWorkbench(options, async (bench) => {
    const stop = interruption();
    try {
      await showPull(modelManager(await bench.provider()).pull(name, stop.signal));
      return stop.exitCode ?? 0;
    } finally {
      stop.dispose();
    }
  });
}

/** One line that is drawn anew on a terminal; elsewhere a line for each step, not for each percent. */
async function showPull(steps: AsyncIterable<PullProgress>): Promise<void> {
  const { isTTY } = process.stderr;
  let shown = '';
  for await (const { status, total, completed } of steps) {
    const share = total ? ` ${Math.floor(((completed ?? 0) / total) * 100)} %` : '';
    const line = cleanForTerminal(`${status}${share}`);
    if (line === shown) continue;
    const isMiddle = total !== undefined && completed !== total && shown.startsWith(cleanForTerminal(status));
    if (isTTY) process.stderr.write(`\r\x1b[2K${line}`);
    else if (!isMiddle) tell(line);
    shown = line;
  }
  if (isTTY) process.stderr.write('\n');
}

async function use(options: RootOptions, name: string): Promise<number> {
  return withWorkbench(options, async (bench) => {
    await (await bench.provider()).client.describe(name, AbortSignal.timeout(PATIENCE_MS));
    const file = writtenUserFile(bench.places);
    await writeKey(file, 'model', name);
    tell(`model = ${JSON.stringify(name)} in ${file}`);
    await tellOverruled(options, 'model', name);
    await tellOverruled(options, 'models.default', name);
    return 0;
  });
}
