import { ToolError } from '../contract/error.js';
import { defineTool, type Tool } from '../contract/tool.js';
import { type ArgumentSchema, argumentSchema } from './argument-schema.js';
import type { Connection } from './connection.js';
import { describeTool, label, resultText } from './describe.js';
import type { ServerTool } from './wire.js';

const NAMES_SHOWN = 3;

/** What the tools of a server share. */
export interface Bridge {
  onNotice(text: string): void;
  /** What the model should know of the list of tools after a call, if anything. */
  takeNews(): Promise<string | undefined>;
}

/**
 * A server's tools as ours; `named` gives each its name. Tools that only run as long-lived tasks are left out: nothing
 * here would wait for them.
 */
export function bridgeTools(connection: Connection, tools: readonly ServerTool[], named: (name: string) => string, bridge: Bridge): Tool[] {
  const seen = new Set<string>();
  const bridged: Tool[] = [];
  const again: string[] = [];
  const odd: string[] = [];
  for (const tool of tools) {
    if (seen.has(tool.name)) {
      again.push(label(tool.name, 40));
      continue;
    }
    seen.add(tool.name);
    if (tool.execution?.taskSupport === 'required') continue;
    const { problem, ...schema } = argumentSchema(tool.inputSchema);
    if (problem) odd.push(`${label(tool.name, 40)} (${label(problem, 80)})`);
    bridged.push(bridgeTool(connection, named(tool.name), tool, schema, bridge));
  }
  const notice = (what: string, names: readonly string[]): void => {
    const more = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : '';
    if (names.length > 0) bridge.onNotice(`MCP server ${label(connection.name, 60)}: ${what}: ${names.slice(0, NAMES_SHOWN).join(', ')}${more}`);
  };
  notice('of tools with the same name only the first is used', again);
  notice('input schemas that are not used as they are', odd);
  return bridged;
}

function bridgeTool(connection: Connection, name: string, tool: ServerTool, { parameters, input }: ArgumentSchema, bridge: Bridge): Tool {
  const target = `${connection.name}/${tool.name}`;
  return defineTool({
    name,
    description: describeTool(tool.description ?? tool.title, connection.name),
    input,
    parameters,
    set: 'mcp',
    kind: 'other',
    // Believed only for running side by side: whether it may run at all, the judge says.
    concurrent: tool.annotations?.readOnlyHint === true,
    access: () => [{ kind: 'call', target }],
    run: async (args, context) => {
      if (!connection.tools.some((now) => now.name === tool.name) && connection.status === 'connected') {
        throw new ToolError('not_found', `the server ${connection.name} no longer has this tool`);
      }
      const result = await connection.callTool(tool.name, args as Record<string, unknown>, context.signal, context.progress);
      const text = [resultText(result, context.budget), await bridge.takeNews()].filter(Boolean).join('\n');
      if (result.isError) throw new ToolError('failed', `The tool reported an error:\n${text}`);
      return { text, untrusted: `mcp ${target}`, ...(result.structuredContent === undefined ? {} : { data: result.structuredContent }) };
    },
  });
}
