import { z } from 'zod';
import { defineTool } from '../../contract/tool.js';
import { loadMemories, saveMemory, searchMemories } from './memory-store.js';

/** `remember`: kept in the project's `memory/` folder across sessions; the same key is written over. */
export const remember = defineTool({
  name: 'remember',
  description: 'Keep a fact about this project for later sessions.',
  input: () => z.object({ text: z.string().trim().min(1), key: z.string().trim().min(1).max(200).optional() }),
  set: 'memory',
  kind: 'think',
  aliases: ['memory_write', 'memory_save', 'memory_store', 'save_memory', 'memory_add'],
  argAliases: { content: 'text', value: 'text', fact: 'text', memory: 'text', name: 'key', title: 'key' },
  async run({ text, key }, context) {
    const name = await saveMemory(context.stateDir, text, key);
    return { text: `Remembered as ${name}.`, data: { key: name } };
  },
});

/** `recall`: what was remembered, best match first. */
export const recall = defineTool({
  name: 'recall',
  description: 'What was remembered (all, or about a query).',
  input: () => z.object({ query: z.string().optional() }),
  set: 'memory',
  kind: 'read',
  aliases: ['memory_read', 'memory_search', 'memory_list', 'memory_get', 'load_memory'],
  argAliases: { key: 'query', name: 'query', text: 'query', pattern: 'query' },
  async run({ query }, context) {
    const found = searchMemories(await loadMemories(context.stateDir), query);
    if (found.length === 0) return { text: query ? `Nothing is remembered about "${query}".` : 'Nothing is remembered yet.', data: [] };
    return { text: found.map(({ key, text }) => `[${key}] ${text}`).join('\n'), data: found.map(({ key, text }) => ({ key, text })) };
  },
});

/** `think`: room to reason; touches nothing. */
export const think = defineTool({
  name: 'think',
  description: 'Write down a thought before acting.',
  input: () => z.object({ thought: z.string() }),
  set: 'memory',
  kind: 'think',
  concurrent: true,
  aliases: ['reflect', 'sequential_thinking'],
  argAliases: { text: 'thought', thoughts: 'thought', content: 'thought', reasoning: 'thought' },
  run: async () => ({ text: 'Noted. Go on.' }),
});
