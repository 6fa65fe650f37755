import type { z } from 'zod';
import type { ToolError } from './error.js';
import type { Tool } from './tool.js';

/** What a plugin file gets: `export default (ocode) => ({ name, tools: [...] })`. */
export interface PluginApi {
  z: typeof z;
  defineTool: <S extends z.ZodType>(tool: Tool<S>) => Tool;
  ToolError: typeof ToolError;
}

export interface Plugin {
  name: string;
  tools: Tool[];
}
