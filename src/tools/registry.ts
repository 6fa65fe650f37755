import type { AcceptCall, ToolSpec } from '../contract/chat.js';
import { TOOL_SETS, type Tool, type ToolCatalog, type ToolSource } from '../contract/tool.js';
import { type ParsedArgs, parseArgs } from './coerce-args.js';
import { moreTools } from './more-tools.js';
import { nearestName, plainName } from './names.js';
import { SourceLoader } from './source-loader.js';
import { isDoor, ToolOffer } from './tool-offer.js';
import { ToolTable } from './tool-table.js';
import { unwrapCall, withPreset } from './unwrap-call.js';
import { useTool } from './use-tool.js';

export interface RegistryOptions {
  tools: readonly Tool[];
  /** MCP servers and plugins: loaded when a call or more_tools needs them. */
  sources?: readonly ToolSource[];
  /** Names of tools or sets; when given, only these exist, and all of them are offered. */
  enabled?: readonly string[];
  /** Names of tools or sets offered beside the core; a final `*` stands for any ending (`server__*`). */
  offer?: readonly string[];
  disabled?: readonly string[];
}

export interface ToolRegistry {
  /** By name, alias, other case, `_` or `-`, or with a prefix such as `functions.`; among what is loaded. An alias that a source not loaded yet may have as a name is nobody's until `load`. */
  find(name: string): Tool | undefined;
  /** As find, but loads the sources that may have it. */
  load(name: string, signal: AbortSignal): Promise<Tool | undefined>;
  /** Loads every source. */
  loadAll(signal: AbortSignal): Promise<void>;
  /** Loads the sources of one set. */
  loadSet(set: string, signal: AbortSignal): Promise<void>;
  /** Loads the sources whose tools are to be offered from the first request on; nothing where settings name none. */
  loadOffered(signal: AbortSignal): Promise<void>;
  list(): Tool[];
  isOffered(name: string): boolean;
  /** What is sent to the model, always the same for the same registry; compact: for windows of 8k and less. */
  specs(options?: { compact?: boolean }): ToolSpec[];
  /** The name that may have been meant. */
  nearest(name: string): string | undefined;
  parseArgs(tool: Tool, raw: unknown): ParsedArgs;
  /** A call to use_tool as the call it means; every other call as it is. */
  unwrap(name: string, args: Record<string, unknown>): { name: string; args: Record<string, unknown> };
  /** For the reader of calls written as text. */
  acceptCall: AcceptCall;
  catalog: ToolCatalog;
}

export function createRegistry({ tools, sources = [], enabled, offer = [], disabled = [] }: RegistryOptions): ToolRegistry {
  const allowed = (tool: Pick<Tool, 'name' | 'set'>): boolean => (!enabled || isListed(tool, enabled)) && !isListed(tool, disabled);
  const usableSources = sources.filter((source) => source.summary !== '' && !disabled.includes(source.set) && (!enabled || namesSource(enabled, source)));
  const offeredByName = (tool: Tool): boolean => enabled !== undefined || tool.set === 'core' || isListed(tool, offer);

  const builtIn = tools.filter(allowed);
  const more = builtIn.filter((tool) => !offeredByName(tool) && !isDoor(tool));
  // Decided once: what is offered must not change during a session.
  const doors = usableSources.length > 0 || more.length > 0 ? [moreTools, useTool].filter((tool) => !builtIn.includes(tool)) : [];
  const table = new ToolTable([...builtIn, ...doors], allowed);
  const loader = new SourceLoader(usableSources, table);
  // A tool's own name wins over another's alias, so what is known only as an alias waits for those that may be called so.
  const find = (name: string): Tool | undefined => {
    const tool = table.find(name);
    return tool && plainName(tool.name) !== plainName(name) && loader.mayBring(name) ? undefined : tool;
  };
  const shown = new ToolOffer({ table, loader, offered: [...builtIn.filter(offeredByName), ...doors], more });

  const loadOffered = async (signal: AbortSignal): Promise<void> => {
    const wanted = enabled ?? offer;
    await loader.load((source) => namesSource(wanted, source), signal);
    const added = table.list().filter((tool) => !builtIn.includes(tool) && isListed(tool, wanted) && !shown.has(tool.name));
    shown.add(added.sort((a, b) => (a.name < b.name ? -1 : 1)));
  };
  let offering: Promise<void> | undefined;

  return {
    find,
    load: async (name, signal) => {
      if (!find(name)) await loader.load((source) => source.mayHave(name), signal);
      return table.find(name);
    },
    loadAll: (signal) => loader.load(() => true, signal),
    loadSet: (set, signal) => loader.load((source) => source.set === set, signal),
    loadOffered: (signal) => {
      offering ??= loadOffered(signal).catch((error: unknown) => {
        offering = undefined;
        throw error;
      });
      return offering;
    },
    list: () => table.list(),
    isOffered: (name) => shown.has(name),
    specs: ({ compact = false } = {}) => shown.specs(compact),
    nearest: (name) => {
      const known = table.list().flatMap((tool) => [tool.name, ...(tool.aliases ?? [])]);
      const near = nearestName(name, known);
      return near === undefined ? undefined : (table.find(near)?.name ?? near);
    },
    parseArgs,
    unwrap: (name, args) => unwrapCall({ name, args }, find),
    acceptCall: (name, args) => {
      const tool = find(name);
      if (!tool) return usableSources.some((source) => source.mayHave(name)) && isObject(args) ? { name, args } : undefined;
      const parsed = parseArgs(tool, isObject(args) ? withPreset({ name, args }, find).args : args);
      if (!parsed.ok || (parsed.given.all > 0 && parsed.given.known === 0)) return undefined;
      return { name: tool.name, args: parsed.args };
    },
    catalog: shown.catalog,
  };
}

/** Do these names (of tools or sets) mean this tool? */
function isListed(tool: Pick<Tool, 'name' | 'set'>, names: readonly string[]): boolean {
  const plain = plainName(tool.name);
  const lower = tool.name.toLowerCase();
  return names.some((name) => name === tool.set || (name.endsWith('*') ? lower.startsWith(name.slice(0, -1).toLowerCase()) : plainName(name) === plain));
}

/** Could a source have what these names mean? Names of sets that it does not belong to are no names of tools. */
function namesSource(names: readonly string[], source: ToolSource): boolean {
  return names.some((name) => name === source.set || (!(TOOL_SETS as readonly string[]).includes(name) && source.mayHave(name)));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
