import { TOOL_SETS, type Tool } from '../contract/tool.js';
import type { EngineParts, ToolBox } from '../engine/parts.js';
import { moreTools } from '../tools/more-tools.js';
import { plainName } from '../tools/names.js';
import { useTool } from '../tools/use-tool.js';

/** For one question: only these tools may be called, and the model is told so. Undefined: all of them. */
export function withOnlyTools(parts: EngineParts, text: string, names: readonly string[] | undefined): { parts: EngineParts; text: string } {
  if (!names) return { parts, text };
  const told = `${text}\n\n(For this question only these tools may be called: ${names.join(', ') || 'none'}.)`;
  return { parts: { ...parts, tools: onlyTools(parts.tools, names) }, text: told };
}

/**
 * The same toolbox, in which only these tools (names or sets) can be called. What is offered stays as it is: a changed
 * request would make the server read the whole conversation again, twice.
 */
function onlyTools(box: ToolBox, names: readonly string[]): ToolBox {
  const sets = new Set(names.filter((name) => (TOOL_SETS as readonly string[]).includes(name)));
  const plain = new Set(names.flatMap((name) => [plainName(name), plainName(box.find(name)?.name ?? name)]));
  const allowed = (tool: Tool | undefined): Tool | undefined =>
    tool && (tool === moreTools || tool === useTool || sets.has(tool.set) || plain.has(plainName(tool.name))) ? tool : undefined;
  return {
    find: (name) => allowed(box.find(name)),
    load: async (name, signal) => allowed(await box.load(name, signal)),
    nearest: (name) => {
      const near = box.nearest(name);
      return near !== undefined && allowed(box.find(near)) ? near : undefined;
    },
    parseArgs: (tool, raw) => box.parseArgs(tool, raw),
    unwrap: (name, args) => box.unwrap(name, args),
    specs: (options) => box.specs(options),
    acceptCall: (name, args) => box.acceptCall(name, args),
  };
}
