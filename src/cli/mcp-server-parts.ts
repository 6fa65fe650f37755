import { z } from 'zod';
import type { Tool } from '../contract/tool.js';
import { type Road, runTool } from '../engine/run-tool.js';
import { type McpServerParts, PROMPTS } from '../modes/mcp-server.js';
import type { Workbench } from './compose.js';
import { projectViews } from './mcp-server-views.js';
import { cliVersion } from './version.js';

/** Sets that make no sense for another program: it has its own servers and agents. */
const OWN_SETS = new Set(['mcp', 'agent', 'memory']);
/** It lists tools itself. */
const OWN_TOOLS = new Set(['more_tools', 'use_tool']);

/** One project's tools, files, views and prompts for another program. `writes`: tools that change files are offered. */
export function serverParts(bench: Workbench, road: Road, writes: boolean, note: (text: string) => void): McpServerParts {
  const { index, registry, settings } = bench;
  const offered = (tool: Tool): boolean => {
    if (OWN_SETS.has(tool.set) || OWN_TOOLS.has(tool.name)) return false;
    if (tool.kind === 'edit') return writes;
    if (tool.kind === 'execute') return settings.permissions.allow_shell_exec;
    return tool.kind !== 'fetch' || road.context.settings.allowFetch;
  };
  let calls = 0;
  const call: McpServerParts['call'] = async (name, args, signal, { progress, askPerson }) => {
    calls += 1;
    // Names of other servers must not even start them.
    const known = registry.find(name) ?? (await registry.loadSet('plugin', signal).then(() => registry.find(name)));
    if (!known || OWN_SETS.has(known.set) || OWN_TOOLS.has(known.name)) return { ok: false, code: 'unknown_tool', text: unknown(name, registry.nearest(name)) };
    const ownRoad = askPerson ? { ...road, context: { ...road.context, askPerson } } : road;
    const outcome = await runTool(ownRoad, { id: `mcp-${calls}`, name, args }, (event) => event.type === 'tool_progress' && progress(event.text), signal);
    for (const warning of bench.warnings.splice(0)) note(warning);
    return outcome;
  };
  return {
    version: cliVersion(),
    root: bench.places.root,
    note,
    call,
    prompts: PROMPTS,
    files: (signal) => index.files(signal),
    watch: async (changed, signal) => {
      // The index looks at all changes already; one that takes long must not meet the next.
      let last: Promise<void> = Promise.resolve();
      await index.watch(() => {
        last = last.then(changed).catch(() => {});
      }, signal);
    },
    read: async (path) => {
      if (!(await mayRead(road, path))) return undefined;
      try {
        return await road.context.files.read(road.context.files.resolve(path, 'read'));
      } catch {
        return undefined;
      }
    },
    tools: async (signal) => {
      await registry.loadSet('plugin', signal);
      return registry
        .list()
        .filter(offered)
        .map((tool) => ({
          name: tool.name,
          description: tool.description,
          parameters: tool.parameters ?? (z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>),
          readOnly: tool.kind === 'read' || tool.kind === 'search' || tool.kind === 'think',
        }));
    },
    ...projectViews({
      index,
      byTool: async (name, args, signal) => ({ text: (await call(name, args, signal, { progress: () => {} })).text }),
      mayRead: (path) => mayRead(road, path),
    }),
  };
}

function unknown(name: string, near: string | undefined): string {
  return `There is no tool "${name}".${near ? ` Did you mean ${near}?` : ''}`;
}

/** Resources are judged as the read tool is. */
async function mayRead(road: Road, path: string): Promise<boolean> {
  const decision = await road.security.decide({ tool: 'read', kind: 'read', accesses: [{ kind: 'read', path }], args: { path } });
  return decision.verdict === 'allow';
}
