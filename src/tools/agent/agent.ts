import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';

/** `agent`: a nested engine with its own context, read-only unless `tools` names more; each of its calls meets the same judge. */
export const agent = defineTool({
  name: 'agent',
  description: 'Give a task to a helper with its own context; returns its report. It reads only, unless tools names more.',
  input: () =>
    z.object({
      task: z.string().trim().min(1),
      role: z.string().optional().describe('reviewer, researcher …'),
      tools: z.array(z.string().min(1)).optional(),
    }),
  set: 'agent',
  kind: 'other',
  aliases: ['task', 'subagent', 'sub_agent', 'delegate'],
  argAliases: { prompt: 'task', query: 'task', description: 'task', instructions: 'task', agent_type: 'role', subagent_type: 'role' },
  async run({ task, role, tools }, context) {
    if (!context.agent) throw new ToolError('failed', 'No helper can be started here (there is no model, or this is a helper already). Do the task yourself.');
    const report = await context.agent({ task, ...(role === undefined ? {} : { role }), ...(tools === undefined ? {} : { tools }) }, context.signal);
    return { text: report };
  },
});
