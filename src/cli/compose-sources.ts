import { join } from 'node:path';
import type { Settings } from '../config/defaults.js';
import type { Places } from '../config/paths.js';
import type { ToolSource } from '../contract/tool.js';
import type { McpManager, Sample } from '../mcp/index.js';
import { createPluginSource } from '../plugins/index.js';
import { composeMcp } from './compose-mcp.js';
import type { Loaded } from './load-settings.js';

export interface Sources {
  list: ToolSource[];
  mcp: McpManager;
  close(): Promise<void>;
}

export interface SourceOptions {
  settings: Settings;
  places: Places;
  trusted: boolean;
  untrustedServers: Loaded['untrustedServers'];
  env: NodeJS.ProcessEnv;
  onNotice(text: string): void;
  isBuiltIn(name: string): boolean;
  /** Our model, for MCP servers that may ask it. */
  sample: Sample;
}

/** Tools that come from elsewhere: MCP servers and plugins. Nothing is started or read before a call needs it. */
export function toolSources(options: SourceOptions): Sources {
  const mcp = composeMcp(options);
  const plugins = createPluginSource({ folders: pluginFolders(options), notice: options.onNotice, isTaken: options.isBuiltIn });
  return { list: [...mcp.sources, plugins], mcp, close: () => mcp.close() };
}

/** Folders plugins are read from: the user's always, the project's only when it is trusted. */
export function pluginFolders(options: Pick<SourceOptions, 'places' | 'trusted'>): string[] {
  const { places, trusted } = options;
  return [join(places.home, 'plugins'), ...(trusted && places.inProject ? [join(places.root, '.ocode', 'plugins')] : [])];
}
