import type { Places } from '../config/paths.js';
import type { Settings } from '../config/schema.js';
import type { ToolSource } from '../contract/tool.js';
import type { McpManager } from '../mcp/index.js';
import { composeMcp } from './compose-mcp.js';

export interface SourcesRequest {
  settings: Settings;
  places: Places;
  env: NodeJS.ProcessEnv;
  onNotice(text: string): void;
}

/** Tools that others bring: loaded when something asks for them. */
export function toolSources(request: SourcesRequest): { list: ToolSource[]; mcp: McpManager; close(): Promise<void> } {
  const mcp = composeMcp(request);
  return { list: mcp.sources, mcp, close: () => mcp.close() };
}
