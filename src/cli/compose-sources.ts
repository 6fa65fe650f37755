import type { ToolSource } from '../contract/tool.js';
export function toolSources(_o: unknown): { list: ToolSource[]; close(): Promise<void> } {
  return { list: [], close: async () => {} };
}
