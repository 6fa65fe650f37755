import { z } from 'zod';
import { ToolError } from '../contract/error.js';
import { defineTool } from '../contract/tool.js';

/** Calls a tool that was not offered. The registry unwraps it, so that the inner call is judged and run as what it is. */
export const useTool = defineTool({
  name: 'use_tool',
  description: 'Call a tool that more_tools described',
  input: () => z.object({ name: z.string(), args: z.record(z.string(), z.unknown()).optional() }),
  parameters: { type: 'object', properties: { name: { type: 'string' }, args: { type: 'object' } }, required: ['name', 'args'] },
  argAliases: { tool: 'name', tool_name: 'name', arguments: 'args', parameters: 'args', input: 'args', params: 'args' },
  /** Arguments beside the name instead of inside `args`. */
  coerce: (raw) => {
    if (raw.args !== undefined && raw.args !== null) return raw;
    const { name, args: _none, ...rest } = raw;
    return { name, args: rest };
  },
  set: 'core',
  kind: 'other',
  run: async () => {
    throw new ToolError('unknown_tool', 'use_tool needs the name of a tool; call more_tools first');
  },
});
