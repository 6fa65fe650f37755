import type { Command } from 'commander';
import { z } from 'zod';
import { OCodeError } from '../../contract/error.js';
import { oneLine } from '../../lib/truncate.js';
import type { RootOptions } from '../options.js';
import { readStdin } from '../stdin.js';
import { tellNotices } from '../tell.js';
import { printData, table } from './print-data.js';
import { parseArguments, runOneCall } from './run-one-call.js';
import type { Start } from './start.js';
import { withWorkbench } from './with-workbench.js';

const EXAMPLES = `
Examples:
  ocode tools list
  ocode tools show edit
  ocode tools run read '{"path": "src/a.ts", "start_line": 1, "end_line": 20}'
  ocode tools run edit - < arguments.json --json`;

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

async function list(options: RootOptions, flags: { json?: boolean }): Promise<number> {
  return withWorkbench(options, async ({ registry, warnings }) => {
    // Plugins are files at hand; servers would have to be started: `ocode mcp list` does that.
    await registry.loadSet('plugin', AbortSignal.timeout(30_000));
    tellNotices(options, warnings);
    const rows = registry.list().map(({ name, set, kind, description }) => ({ name, set, kind, description, offered: registry.isOffered(name) }));
    return printData(flags.json, rows, () => table(rows.map((row) => [row.name, row.set, row.offered ? 'offered' : '', oneLine(row.description, 90)])));
  });
}

async function show(options: RootOptions, name: string, flags: { json?: boolean }): Promise<number> {
  return withWorkbench(options, async ({ registry }) => {
    const tool = registry.find(name) ?? (await registry.load(name, AbortSignal.timeout(30_000)));
    if (!tool) throw unknownTool(name, registry.nearest(name));
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
  });
}

async function run(options: RootOptions, name: string, json: string, flags: { json?: boolean }): Promise<number> {
  const args = parseArguments(json === '-' ? (await readStdin(true)).text : json);
  return withWorkbench(options, async (bench) => {
    const { composeRoad } = await import('../compose-engine.js');
    return runOneCall(bench, { find: async () => ({ road: composeRoad(bench), name }), args, json: flags.json ?? false });
  });
}

function unknownTool(name: string, near: string | undefined): OCodeError {
  return new OCodeError('usage', `there is no tool "${name}"${near ? `; did you mean ${near}?` : ''}`, { hint: 'ocode tools list shows all' });
}
