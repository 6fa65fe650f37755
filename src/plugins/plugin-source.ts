import { readdirSync } from 'node:fs';
import type { Tool, ToolSource } from '../contract/tool.js';
import { keepInBounds } from './keep-in-bounds.js';
import { loadPlugins } from './load-plugins.js';

interface PluginSourceOptions {
  folders: readonly string[];
  notice(text: string): void;
  /** Names that are not to be had: those of built-in tools. */
  isTaken?: (name: string) => boolean;
}

/**
 * Plugins as a source of the registry: at start only the names of the files are read; their code is loaded when a call
 * or more_tools first needs it. `notice` gets a line for each plugin that cannot be used.
 */
export function createPluginSource({ folders, notice, isTaken }: PluginSourceOptions): ToolSource {
  const names = folders.flatMap(listPlugins);
  let loaded: Promise<Tool[]> | undefined;
  return {
    set: 'plugin',
    summary: names.length === 0 ? '' : `plugins: ${names.join(', ')}`,
    mayHave: () => names.length > 0,
    load(signal) {
      if (!loaded && names.length > 0) keepInBounds(folders, notice);
      loaded ??= loadPlugins({ folders, isTaken, signal }).then(({ tools, notices }) => {
        for (const text of notices) notice(text);
        return tools;
      });
      loaded.catch(() => {
        loaded = undefined;
      });
      return loaded;
    },
  };
}

function listPlugins(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.mjs'))
      .map((name) => name.slice(0, -4))
      .sort();
  } catch {
    return [];
  }
}
