import type { ToolSource } from '../contract/tool.js';
import type { BridgedTools } from './bridged-tools.js';
import type { Connection } from './connection.js';
import { label } from './describe.js';
import { belongsTo } from './names.js';
import { RESOURCE_TOOL, resourceTool } from './resources.js';

/** One source a server, so that a call starts only the server it means, and one for the resources of all. */
export function serverSources(connections: ReadonlyMap<string, Connection>, bridged: readonly BridgedTools[]): ToolSource[] {
  const summary = connections.size === 0 ? '' : `servers: ${[...connections.keys()].map((name) => label(name, 30)).join(', ')}`;
  const ofServers = bridged.map(
    (tools): ToolSource => ({
      set: 'mcp',
      summary,
      mayHave: (name) => belongsTo(name, tools.prefix),
      load: (signal) => tools.load(signal),
      onChange: (changed) => tools.onChange(changed),
    }),
  );
  const ofResources: ToolSource = {
    set: 'mcp',
    summary,
    mayHave: (name) => name.toLowerCase().replaceAll('-', '_') === RESOURCE_TOOL,
    load: async () => (connections.size === 0 ? [] : [resourceTool(connections)]),
  };
  return [...ofServers, ofResources];
}

export function asOne(sources: readonly ToolSource[]): ToolSource {
  return {
    set: 'mcp',
    summary: sources[0]?.summary ?? '',
    mayHave: (name) => sources.some((source) => source.mayHave(name)),
    load: async (signal) => (await Promise.all(sources.map((source) => source.load(signal)))).flat(),
  };
}
