import { z } from 'zod';
import { defineTool } from '../contract/tool.js';

/** Names the sets of tools that are not offered; its result describes one set, so that the prompt stays small. */
export const moreTools = defineTool({
  name: 'more_tools',
  description: 'Describe one of the other sets of tools',
  input: () => z.object({ set: z.string() }),
  argAliases: { name: 'set', category: 'set', group: 'set', toolset: 'set' },
  set: 'core',
  kind: 'other',
  concurrent: true,
  run: async ({ set }, context) => ({ text: await context.catalog.describe(set, context.signal) }),
});
