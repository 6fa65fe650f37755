import type { Command } from 'commander';
import { isToolError, OCodeError } from '../../contract/error.js';
import type { McpManager } from '../../mcp/index.js';
import type { RootOptions } from '../options.js';
import { tell, tellNotices } from '../tell.js';
import { addMcpSettingsCommands } from './mcp-settings.js';
import { printData, table } from './print-data.js';
import type { OneCall } from './run-one-call.js';
import type { Start } from './start.js';
import { withWorkbench } from './with-workbench.js';

const EXAMPLES = `
Examples:
  ocode mcp add files npx -- -y @modelcontextprotocol/server-filesystem .
  ocode mcp add docs --url https://example.org/mcp --header "X-Key: \${DOCS_KEY}"
  ocode mcp list
  ocode mcp test docs                         start it, log in if need be, list what it has
  ocode mcp call files read_file '{"path": "a.txt"}' --allow "mcp(files/*)"
  ocode mcp serve                             be a server, on stdin and stdout`;

const EXIT_TOOL_FAILED = 11;

interface JsonFlag {
  json?: boolean;
}

export function addMcpCommand(program: Command, start: Start): void {
  const mcp = program.command('mcp').description('Model Context Protocol: use servers, or be one').addHelpText('after', EXAMPLES);
  mcp
    .command('list')
    .description('the servers and whether they answer; only trusted ones are started')
    .option('--json', 'as JSON')
    .action((flags: JsonFlag) => start((options) => list(options, flags)));
  addMcpSettingsCommands(mcp, start);
  mcp
    .command('test')
    .description('start one server and list what it has (in a terminal: log in when it wants that)')
    .argument('<name>')
    .option('--json', 'as JSON')
    .action((name: string, flags: JsonFlag) => start((options) => test(options, name, flags)));
  mcp
    .command('call')
    .description('run one tool of a server, with all the checks of a run')
    .argument('<server>')
    .argument('<tool>')
    .argument('[json]', 'arguments as JSON', '{}')
    .option('--json', 'as JSON')
    .action((server: string, tool: string, json: string, flags: JsonFlag) => start((options) => call(options, { server, tool, json }, flags)));
  mcp
    .command('serve')
    .description("offer ocode's tools, files and prompts to another program; reads only, unless --allow or --permission-mode says more")
    .action(() => start(async (options) => (await import('./mcp-serve.js')).serve(options)));
}

async function list(options: RootOptions, flags: JsonFlag): Promise<number> {
  return withManager(options, async (manager, signal) => {
    await manager.connectAll(signal);
    const rows = manager.status();
    return printData(flags.json, rows, () =>
      rows.length === 0
        ? ['no MCP servers; `ocode mcp add` adds one']
        : table(
            rows.map((row) => [
              row.name,
              row.transport,
              row.status,
              row.error ?? (row.trusted ? `${row.tools.length} tools` : 'run `ocode trust` to accept it'),
            ]),
          ),
    );
  });
}

async function test(options: RootOptions, name: string, flags: JsonFlag): Promise<number> {
  return withManager(options, async (manager, signal) => {
    let ok = true;
    try {
      await manager.connect(name, signal);
    } catch (error) {
      if (!isToolError(error) || error.code !== 'failed') throw usageError(error);
      ok = false;
    }
    const row = manager.status().find((status) => status.name === name);
    const prompts = ok ? (await manager.listPrompts(signal, name)).map((prompt) => prompt.name) : [];
    printData(flags.json, { ...row, prompts }, () =>
      ok
        ? [`${name}: connected over ${row?.transport}`, ...(row?.tools ?? []).map((tool) => `  ${tool}`), ...prompts.map((prompt) => `  prompt ${prompt}`)]
        : [`${name}: ${row?.error}`],
    );
    return ok ? 0 : EXIT_TOOL_FAILED;
  });
}

async function call(options: RootOptions, wanted: { server: string; tool: string; json: string }, flags: JsonFlag): Promise<number> {
  const { parseArguments, runOneCall } = await import('./run-one-call.js');
  const args = parseArguments(wanted.json);
  return withWorkbench(options, async (bench) => {
    const { composeRoad } = await import('../compose-engine.js');
    const find: OneCall['find'] = async (signal) => {
      const tool = await bench.mcp.findTool(wanted.server, wanted.tool, signal).catch((error: unknown) => {
        // A server that cannot be used is no mistake of the command line.
        throw isToolError(error) && error.code === 'failed' ? error : usageError(error);
      });
      const road = composeRoad(bench);
      return { road: { ...road, tools: { ...road.tools, find: () => tool } }, name: tool.name };
    };
    return runOneCall(bench, { find, args, json: flags.json ?? false, shown: withoutMark });
  });
}

/** The mark says to a model where text from outside begins; people and programs asked for exactly this text. */
function withoutMark(text: string): string {
  const inner = /^<untrusted [^\n]*>\n([\s\S]*)\n<\/untrusted>$/.exec(text)?.[1];
  return inner === undefined ? text : inner.replaceAll('<\\/untrusted', '</untrusted');
}

/** Starts servers of a command line, with somebody to log in when this is a terminal, and ends them. */
async function withManager(options: RootOptions, work: (manager: McpManager, signal: AbortSignal) => Promise<number>): Promise<number> {
  const { loadFor } = await import('../load-settings.js');
  const { composeMcp } = await import('../compose-mcp.js');
  const { interruption } = await import('../signals.js');
  const { places, loaded, untrustedServers } = await loadFor(options);
  tellNotices(options, loaded.warnings);
  const notices: string[] = [];
  const terminal = process.stdin.isTTY === true && process.stderr.isTTY === true;
  const manager = composeMcp({
    settings: loaded.settings,
    untrustedServers,
    places,
    env: process.env,
    onNotice: (text) => void notices.push(text),
    ...(terminal ? { openBrowser: (address: string) => tell(`Open this address in a browser to log in:\n  ${address}`) } : {}),
  });
  const stop = interruption();
  try {
    const exitCode = await work(manager, stop.signal);
    // Why a server failed stands in the list already.
    const told = manager.status().flatMap(({ error }) => error ?? []);
    tellNotices(
      options,
      notices.filter((text) => !told.some((error) => text.endsWith(error))),
    );
    return stop.exitCode ?? exitCode;
  } finally {
    stop.dispose();
    await manager.close();
  }
}

/** What a person got wrong on the command line; everything else stays what it is. */
function usageError(error: unknown): unknown {
  if (!isToolError(error) || error.code === 'cancelled') return error;
  if (error.code === 'failed') return new OCodeError('usage', error.message, { cause: error, hint: 'ocode mcp test <name> shows more' });
  return new OCodeError('usage', error.message, { cause: error, hint: 'ocode mcp list shows the servers, ocode mcp test <name> the tools of one' });
}
