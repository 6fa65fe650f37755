import type { Tool } from '../contract/tool.js';
import { parseArgs } from './coerce-args.js';
import { plainName } from './names.js';
import { useTool } from './use-tool.js';

export interface NamedCall {
  name: string;
  args: Record<string, unknown>;
}

type Find = (name: string) => Tool | undefined;

const DEEPEST = 3;

/** A call to use_tool (also of use_tool) as the call it means; every other as it is; aliases with the arguments they stand for. */
export function unwrapCall(call: NamedCall, find: Find): NamedCall {
  let meant = call;
  for (let depth = 0; depth < DEEPEST && find(meant.name) === useTool; depth++) {
    const parsed = parseArgs(useTool, meant.args);
    if (!parsed.ok) break;
    meant = { name: parsed.args.name as string, args: (parsed.args.args ?? {}) as Record<string, unknown> };
  }
  return withPreset(meant, find);
}

/** A call by an alias with the arguments that alias stands for; what the call says wins. */
export function withPreset({ name, args }: NamedCall, find: Find): NamedCall {
  const tool = find(name);
  const alias = tool?.aliasArgs && Object.keys(tool.aliasArgs).find((known) => plainName(known) === plainName(name));
  if (!tool || alias === undefined || plainName(tool.name) === plainName(name)) return { name, args };
  return { name: tool.name, args: { ...tool.aliasArgs?.[alias], ...args } };
}
