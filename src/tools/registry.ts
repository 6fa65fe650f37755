import type { AcceptCall, ToolSpec } from '../contract/chat.js';
import { ToolError } from '../contract/error.js';
import { TOOL_SETS, type Tool, type ToolCatalog, type ToolSource } from '../contract/tool.js';
import { modelParameters, signature } from './arg-schema.js';
import { type ParsedArgs, parseArgs } from './coerce-args.js';
import { moreTools } from './more-tools.js';
import { nearestName, plainName } from './names.js';
import { ToolTable } from './tool-table.js';
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
  /** By name, alias, other case, `_` or `-`, or with a prefix such as `functions.`; among what is loaded. */
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
  const isMore = (tool: Tool): boolean => !offeredByName(tool) && tool !== moreTools && tool !== useTool;
  // Decided once: what is offered must not change during a session.
  const doors = usableSources.length > 0 || builtIn.some(isMore) ? [moreTools, useTool].filter((tool) => !builtIn.includes(tool)) : [];
  const table = new ToolTable([...builtIn, ...doors], allowed);
  const offered = [...builtIn.filter(offeredByName), ...doors];
  const isOffered = (name: string): boolean => offered.some((tool) => tool.name === name);
  const hidden = (): Tool[] => table.list().filter((tool) => !isOffered(tool.name) && tool !== moreTools && tool !== useTool);

  const loading = new Map<ToolSource, Promise<void>>();
  const loadSource = (source: ToolSource, signal: AbortSignal): Promise<void> => {
    const known = loading.get(source);
    if (known) return known;
    const work = source.load(signal).then((found) => table.replace(source, found));
    loading.set(source, work);
    work.catch(() => loading.delete(source));
    return work;
  };
  const loadSet = async (set: string, signal: AbortSignal): Promise<void> => {
    await Promise.all(usableSources.filter((source) => source.set === set).map((source) => loadSource(source, signal)));
  };
  for (const source of usableSources) source.onChange?.((found) => table.replace(source, found));

  let offering: Promise<void> | undefined;
  const loadOffered = async (signal: AbortSignal): Promise<void> => {
    const wanted = enabled ?? offer;
    const named = usableSources.filter((source) => namesSource(wanted, source));
    await Promise.all(named.map((source) => loadSource(source, signal)));
    const added = table.list().filter((tool) => !builtIn.includes(tool) && isListed(tool, wanted) && !isOffered(tool.name));
    offered.push(...added.sort((a, b) => (a.name < b.name ? -1 : 1)));
  };

  const find = (name: string): Tool | undefined => table.find(name);
  const bySet = (list: readonly Tool[]): Map<string, Tool[]> => {
    const sets = new Map<string, Tool[]>();
    for (const tool of list) sets.set(tool.set, [...(sets.get(tool.set) ?? []), tool]);
    return sets;
  };
  const setNames = (): string[] => [...new Set([...bySet(hidden()).keys(), ...usableSources.map((source) => source.set)])];

  const specs: ToolSpec[][] = [];
  const makeSpecs = (compact: boolean): ToolSpec[] =>
    offered.map((tool) => ({
      name: tool.name,
      description: tool === moreTools ? moreDescription(compact) : compact ? firstSentence(tool.description) : tool.description,
      parameters: modelParameters(tool, compact),
    }));
  const moreDescription = (compact: boolean): string => {
    // Of what sources brought nothing stands here: it may change, and would make the prompt long.
    const sets = bySet(builtIn.filter(isMore));
    const parts = setNames().map((set) => {
      const names = compact ? [] : (sets.get(set) ?? []).map((tool) => tool.name);
      return names.length > 0 ? `${set} (${names.join(' ')})` : set;
    });
    return `${compact ? 'Other tools' : moreTools.description}: ${parts.join(', ')}`;
  };

  /** A call by an alias with the arguments that alias stands for. */
  const withPreset = (name: string, args: Record<string, unknown>): { name: string; args: Record<string, unknown> } => {
    const tool = find(name);
    const alias = tool?.aliasArgs && Object.keys(tool.aliasArgs).find((known) => plainName(known) === plainName(name));
    if (!tool || alias === undefined || plainName(tool.name) === plainName(name)) return { name, args };
    return { name: tool.name, args: { ...tool.aliasArgs?.[alias], ...args } };
  };
  const unwrap: ToolRegistry['unwrap'] = (name, args) => {
    let call = { name, args };
    for (let depth = 0; depth < 3 && find(call.name) === useTool; depth++) {
      const parsed = parseArgs(useTool, call.args);
      if (!parsed.ok) break;
      call = { name: parsed.args.name as string, args: (parsed.args.args ?? {}) as Record<string, unknown> };
    }
    return withPreset(call.name, call.args);
  };

  return {
    find,
    load: async (name, signal) => {
      const known = find(name);
      if (known) return known;
      const candidates = usableSources.filter((source) => source.mayHave(name));
      await Promise.all(candidates.map((source) => loadSource(source, signal)));
      return find(name);
    },
    loadAll: async (signal) => {
      await Promise.all(usableSources.map((source) => loadSource(source, signal)));
    },
    loadSet,
    loadOffered: (signal) => {
      offering ??= loadOffered(signal).catch((error: unknown) => {
        offering = undefined;
        throw error;
      });
      return offering;
    },
    list: () => table.list(),
    isOffered,
    specs: ({ compact = false } = {}) => {
      specs[Number(compact)] ??= makeSpecs(compact);
      return specs[Number(compact)] ?? [];
    },
    nearest: (name) => {
      const known = table.list().flatMap((tool) => [tool.name, ...(tool.aliases ?? [])]);
      const near = nearestName(name, known);
      return near === undefined ? undefined : (find(near)?.name ?? near);
    },
    parseArgs,
    unwrap,
    acceptCall: (name, args) => {
      const tool = find(name);
      if (!tool) return usableSources.some((source) => source.mayHave(name)) && isObject(args) ? { name, args } : undefined;
      const parsed = parseArgs(tool, isObject(args) ? withPreset(name, args).args : args);
      if (!parsed.ok || (parsed.given.all > 0 && parsed.given.known === 0)) return undefined;
      return { name: tool.name, args: parsed.args };
    },
    catalog: {
      sets: async () => {
        const sets = bySet(hidden());
        const notes = new Map(usableSources.map((source) => [source.set as string, source.summary]));
        return setNames().map((set) => {
          const note = notes.get(set);
          return { set, tools: (sets.get(set) ?? []).map((tool) => tool.name), ...(note ? { note } : {}) };
        });
      },
      describe: async (set, signal) => {
        const wanted = setNames().find((name) => plainName(name) === plainName(set)) ?? find(set)?.set;
        if (wanted === undefined) throw new ToolError('not_found', `there is no set ${set}; the sets are: ${setNames().join(', ')}`);
        await loadSet(wanted, signal);
        const found = table.list().filter((tool) => tool.set === wanted && tool !== moreTools && tool !== useTool);
        return `Call these with use_tool(name, args):\n${found.map(describeTool).join('\n')}`;
      },
    },
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

function describeTool(tool: Tool): string {
  return `${signature(tool)}: ${tool.description}`;
}

function firstSentence(text: string): string {
  return text.split(/[.;:]\s/, 1)[0] ?? text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
