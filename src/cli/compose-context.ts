import type { CodeIndex, ContextBuilder, ScanStats, ContextBundle } from '../contract/context.js';
export interface ContextService extends ContextBuilder, CodeIndex {
  rank(query: string, o: { budget: number; limit: number }, s: AbortSignal): Promise<ContextBundle>;
  clear(): Promise<void>; status(): Promise<Record<string, unknown>>; index(p: (a: number, b: number) => void, s: AbortSignal): Promise<ScanStats>;
  watch(u: (s: ScanStats) => void, sig: AbortSignal): Promise<void>; close(): Promise<void>;
}
export function composeContext(_o: unknown): ContextService {
  return { build: async (query: string) => ({ query, files: [], symbols: [], stats: { files: 0, analyzed: 0, cached: 0, skipped: 0, ms: 0 }, text: '', tokens: 0, notices: [] }), close: async () => {}, files: async () => [], analyzeText: async () => undefined } as never;
}
