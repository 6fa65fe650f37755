import type { ContextService } from '../contract/context.js';
/** Placeholder until the context service lands. */
export function composeContext(_options: unknown): ContextService {
  const stats = { files: 0, analyzed: 0, cached: 0, skipped: 0, ms: 0 };
  return {
    build: async (query: string) => ({ query, files: [], symbols: [], stats, text: '', tokens: 0, notices: [] }),
    close: async () => {},
    files: async () => [],
    analyzeText: async () => undefined,
  } as unknown as ContextService;
}
