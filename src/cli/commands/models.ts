import type { Command } from 'commander';
import { findPlaces, settingsFiles } from '../../config/paths.js';
import { writeKey } from '../../config/write.js';
import type { ModelInfo } from '../../contract/chat.js';
import type { RootOptions } from '../options.js';
import { printData, table } from './print-data.js';
import type { Start } from './start.js';

const EXAMPLES = `
Examples:
  ocode models list
  ocode models show qwen2.5-coder:7b     what it can do and what ocode does with it
  ocode models pull qwen2.5-coder:7b
  ocode models use qwen2.5-coder:7b      write it to your settings`;

export function addModelsCommand(program: Command, start: Start): void {
  const models = program.command('models').description('the models of the server').addHelpText('after', EXAMPLES);
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

async function open(options: RootOptions): Promise<{ bench: import('../compose.js').Workbench; signal: AbortSignal }> {
  const { composeWorkbench } = await import('../compose.js');
  return { bench: await composeWorkbench(options, { interactive: false }), signal: AbortSignal.timeout(30_000) };
}

async function list(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const { bench, signal } = await open(options);
  const { describe } = await import('../choose-model.js');
  try {
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
  } finally {
    await bench.close();
  }
}

async function show(options: RootOptions, name: string, flags: { json?: boolean }): Promise<number> {
  const { bench, signal } = await open(options);
  const { chooseModel } = await import('../choose-model.js');
  try {
    const { client } = await bench.provider();
    const { profile, info } = await chooseModel({ client, settings: bench.settings, store: bench.store, signal }, name);
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
  } finally {
    await bench.close();
  }
}

async function pull(options: RootOptions, name: string): Promise<number> {
  const { bench } = await open(options);
  const { modelManager } = await import('../compose-provider.js');
  const { interruption } = await import('../signals.js');
  const stop = interruption();
  let shown = '';
  try {
    for await (const { status, total, completed } of modelManager(await bench.provider()).pull(name, stop.signal)) {
      const share = total ? ` ${Math.floor(((completed ?? 0) / total) * 100)} %` : '';
      const line = `${status}${share}`;
      if (line === shown) continue;
      process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${line}` : total && completed !== total && shown.startsWith(status) ? '' : `${line}\n`);
      shown = line;
    }
    if (process.stderr.isTTY) process.stderr.write('\n');
    return stop.exitCode ?? 0;
  } finally {
    stop.dispose();
    await bench.close();
  }
}

async function use(options: RootOptions, name: string): Promise<number> {
  const { bench, signal } = await open(options);
  try {
    await (await bench.provider()).client.describe(name, signal);
    const file = settingsFiles(findPlaces(process.env, options.cd)).user;
    await writeKey(file, 'model', name);
    process.stderr.write(`model = ${JSON.stringify(name)} in ${file}\n`);
    return 0;
  } finally {
    await bench.close();
  }
}
