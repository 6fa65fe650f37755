import type { AcceptCall, ToolSpec } from '../contract/chat.js';
import { ToolError } from '../contract/error.js';
import type { Tool, ToolCatalog, ToolSource } from '../contract/tool.js';
import { modelParameters, signature } from './arg-schema.js';
import { type ParsedArgs, parseArgs } from './coerce-args.js';
import { moreTools } from './more-tools.js';
import { nearestName, plainName } from './names.js';
import { useTool } from './use-tool.js';

export interface RegistryOptions {
  tools: readonly Tool[];
  /** MCP servers and plugins: loaded when a call or more_tools needs them. */
  sources?: readonly ToolSource[];
  /** Names of tools or sets; when given, only these exist, and all of them are offered. */
  enabled?: readonly string[];
  disabled?: readonly string[];
}

export interface ToolRegistry {
  /** By name, alias, other case, `_` or `-`, or with a prefix such as `functions.`; among what is loaded. */
  find(name: string): Tool | undefined;
  /** As find, but loads the sources that may have it. */
  load(name: string, signal: AbortSignal): Promise<Tool | undefined>;
  /** Loads every source. */
  loadAll(signal: AbortSignal): Promise<void>;
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

export function createRegistry({ tools, sources = [], enabled, disabled = [] }: RegistryOptions): ToolRegistry {
  const listed = (tool: Pick<Tool, 'name' | 'set'>, names: readonly string[]): boolean =>
    names.some((name) => name === tool.set || plainName(name) === plainName(tool.name));
  const allowed = (tool: Pick<Tool, 'name' | 'set'>): boolean => (!enabled || listed(tool, enabled)) && !listed(tool, disabled);
  const usableSources = sources.filter((source) => source.summary !== '' && !disabled.includes(source.set));

  const byName = new Map<string, Tool>();
  const byPlainName = new Map<string, Tool>();
  const loading = new Map<ToolSource, Promise<void>>();

  const add = (tool: Tool): void => {
    if (!allowed(tool) || byName.has(tool.name)) return;
    byName.set(tool.name, tool);
    for (const name of [tool.name, ...(tool.aliases ?? [])]) {
      const plain = plainName(name);
      // A tool's own name wins over another's alias.
      if (name === tool.name || !byPlainName.has(plain)) byPlainName.set(plain, tool);
    }
  };
  for (const tool of tools) add(tool);

  const offered = [...byName.values()].filter((tool) => enabled !== undefined || tool.set === 'core');
  const hidden = (): Tool[] => [...byName.values()].filter((tool) => !offered.includes(tool) && tool !== moreTools && tool !== useTool);
  // Decided once: what is offered must not change during a session.
  const hasMore = hidden().length > 0 || usableSources.length > 0;
  if (hasMore) {
    for (const tool of [moreTools, useTool]) {
      if (byName.has(tool.name)) continue;
      byName.set(tool.name, tool);
      byPlainName.set(plainName(tool.name), tool);
      offered.push(tool);
    }
  }

  const loadSource = (source: ToolSource, signal: AbortSignal): Promise<void> => {
    const known = loading.get(source);
    if (known) return known;
    const work = source.load(signal).then((found) => found.forEach(add));
    loading.set(source, work);
    work.catch(() => loading.delete(source));
    return work;
  };

  const find = (name: string): Tool | undefined => byName.get(name) ?? byPlainName.get(plainName(name));

  const hiddenSets = (): Map<string, Tool[]> => {
    const sets = new Map<string, Tool[]>();
    for (const tool of hidden()) sets.set(tool.set, [...(sets.get(tool.set) ?? []), tool]);
    return sets;
  };
  const setNames = (): string[] => [...new Set([...hiddenSets().keys(), ...usableSources.map((source) => source.set)])];

  const specs: ToolSpec[][] = [];
  const makeSpecs = (compact: boolean): ToolSpec[] =>
    offered.map((tool) => ({
      name: tool.name,
      description: tool === moreTools ? moreDescription(compact) : compact ? firstSentence(tool.description) : tool.description,
      parameters: modelParameters(tool, compact),
    }));
  const moreDescription = (compact: boolean): string => {
    const sets = hiddenSets();
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
    list: () => [...byName.values()],
    isOffered: (name) => offered.some((tool) => tool.name === name),
    specs: ({ compact = false } = {}) => {
      specs[Number(compact)] ??= makeSpecs(compact);
      return specs[Number(compact)] ?? [];
    },
    nearest: (name) => {
      const known = [...byName.values()].flatMap((tool) => [tool.name, ...(tool.aliases ?? [])]);
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
        const sets = hiddenSets();
        const notes = new Map(usableSources.map((source) => [source.set as string, source.summary]));
        return setNames().map((set) => {
          const note = notes.get(set);
          return { set, tools: (sets.get(set) ?? []).map((tool) => tool.name), ...(note ? { note } : {}) };
        });
      },
      describe: async (set, signal) => {
        const wanted = setNames().find((name) => plainName(name) === plainName(set)) ?? find(set)?.set;
        if (wanted === undefined) throw new ToolError('not_found', `there is no set ${set}; the sets are: ${setNames().join(', ')}`);
        await Promise.all(usableSources.filter((source) => source.set === wanted).map((source) => loadSource(source, signal)));
        const found = [...byName.values()].filter((tool) => tool.set === wanted && tool !== moreTools && tool !== useTool);
        return `Call these with use_tool(name, args):\n${found.map(describeTool).join('\n')}`;
      },
    },
  };
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
