import type { Command } from 'commander';
import { z } from 'zod';
import { OCodeError } from '../../contract/error.js';
import { runTool } from '../../engine/run-tool.js';
import { oneLine } from '../../lib/truncate.js';
import type { RootOptions } from '../options.js';
import { readStdin } from '../stdin.js';
import { printData, table } from './print-data.js';
import type { Start } from './start.js';

const EXAMPLES = `
Examples:
  ocode tools list
  ocode tools show edit
  ocode tools run read '{"path": "src/a.ts", "start_line": 1, "end_line": 20}'
  ocode tools run edit - < arguments.json --json`;

const EXIT_TOOL_FAILED = 11;
const EXIT_DENIED = 8;

export function addToolsCommand(program: Command, start: Start): void {
  const tools = program.command('tools').description('the tools the model can use').addHelpText('after', EXAMPLES);
  tools
    .command('list')
    .description('name, set and what they are for')
    .option('--json', 'as JSON')
    .action((flags: { json?: boolean }) => start((options) => list(options, flags)));
  tools
    .command('show')
    .description('one tool with its arguments')
    .argument('<name>')
    .option('--json', 'as JSON')
    .action((name: string, flags: { json?: boolean }) => start((options) => show(options, name, flags)));
  tools
    .command('run')
    .description('run one tool, with all the checks of a run (- reads the arguments from stdin)')
    .argument('<name>')
    .argument('[json]', 'arguments as JSON', '{}')
    .option('--json', 'as JSON')
    .action((name: string, json: string, flags: { json?: boolean }) => start((options) => run(options, name, json, flags)));
}

async function open(options: RootOptions): Promise<import('../compose.js').Workbench> {
  const { composeWorkbench } = await import('../compose.js');
  return composeWorkbench(options, { interactive: false });
}

async function list(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  const bench = await open(options);
  try {
    const rows = bench.registry.list().map(({ name, set, kind, description }) => ({ name, set, kind, description, offered: bench.registry.isOffered(name) }));
    return printData(flags.json, rows, () => table(rows.map((row) => [row.name, row.set, row.offered ? 'offered' : '', oneLine(row.description, 90)])));
  } finally {
    await bench.close();
  }
}

async function show(options: RootOptions, name: string, flags: { json?: boolean }): Promise<number> {
  const bench = await open(options);
  try {
    const tool = bench.registry.find(name) ?? (await bench.registry.load(name, AbortSignal.timeout(30_000)));
    if (!tool) throw unknownTool(name, bench.registry.nearest(name));
    const data = {
      name: tool.name,
      description: tool.description,
      parameters: tool.parameters ?? z.toJSONSchema(tool.input, { io: 'input' }),
      set: tool.set,
      kind: tool.kind,
      aliases: tool.aliases ?? [],
    };
    return printData(flags.json, data, () => [
      `${tool.name} (${tool.set}, ${tool.kind})`,
      tool.description,
      ...(tool.aliases?.length ? [`also called ${tool.aliases.join(', ')}`] : []),
      JSON.stringify(data.parameters, null, 2),
    ]);
  } finally {
    await bench.close();
  }
}

async function run(options: RootOptions, name: string, json: string, flags: { json?: boolean }): Promise<number> {
  const args = parseArguments(json === '-' ? (await readStdin(true)).text : json);
  const bench = await open(options);
  const { composeRoad } = await import('../compose-engine.js');
  const { interruption } = await import('../signals.js');
  const stop = interruption();
  try {
    const outcome = await runTool(
      composeRoad(bench),
      { id: 'cli', name, args },
      (event) => {
        if (event.type === 'tool_progress' && !flags.json && !options.quiet) process.stderr.write(`${event.text}\n`);
      },
      stop.signal,
    );
    for (const warning of bench.warnings) process.stderr.write(`ocode: ${warning}\n`);
    const data = outcome.ok
      ? { ok: true, text: outcome.text, ...(outcome.data === undefined ? {} : { data: outcome.data }) }
      : { ok: false, code: outcome.code, text: outcome.text };
    if (outcome.ok || flags.json) printData(flags.json, data, () => [outcome.text]);
    else process.stderr.write(`${outcome.code}: ${outcome.text}\n`);
    if (outcome.ok) return 0;
    return stop.exitCode ?? (outcome.code === 'denied' ? EXIT_DENIED : EXIT_TOOL_FAILED);
  } finally {
    stop.dispose();
    await bench.close();
  }
}

/** Throws OCodeError `usage` for what is no JSON object. */
export function parseArguments(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new OCodeError('usage', `the arguments are not JSON: ${(cause as Error).message}`, { cause, hint: `for example '{"path": "src/a.ts"}'` });
  }
  throw new OCodeError('usage', 'the arguments must be a JSON object', { hint: `for example '{"path": "src/a.ts"}'` });
}

function unknownTool(name: string, near: string | undefined): OCodeError {
  return new OCodeError('usage', `there is no tool "${name}"${near ? `; did you mean ${near}?` : ''}`, { hint: 'ocode tools list shows all' });
}
