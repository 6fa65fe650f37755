import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ToolError } from '../contract/error.js';
import type { PluginApi } from '../contract/plugin.js';
import { defineTool, type Tool } from '../contract/tool.js';
import { accessShape, pluginShape } from './plugin-shape.js';

export interface LoadedPlugins {
  tools: Tool[];
  /** One line a plugin that could not be used: its file and why. */
  notices: string[];
}

interface LoadOptions {
  folders: readonly string[];
  /** Is there a built-in tool of this name? */
  isTaken?: ((name: string) => boolean) | undefined;
  signal?: AbortSignal;
}

/** A plugin that hangs while it loads must not hang ocode. Milliseconds. */
const LOAD_LIMIT = 10_000;

/**
 * Loads every `*.mjs` of these folders, in order; the first tool of a name wins. A broken plugin is a notice. Plugins are
 * code and run with the rights of ocode: the caller passes a project's folder only when that project is trusted.
 */
export async function loadPlugins({ folders, isTaken, signal }: LoadOptions): Promise<LoadedPlugins> {
  const result: LoadedPlugins = { tools: [], notices: [] };
  for (const file of await pluginFiles(folders)) {
    signal?.throwIfAborted();
    try {
      for (const tool of await loadPlugin(file)) {
        if (isTaken?.(tool.name) || result.tools.some((each) => each.name === tool.name))
          result.notices.push(`plugin ${file}: there is already a tool ${tool.name}; this one is left out`);
        else result.tools.push(tool);
      }
    } catch (error) {
      result.notices.push(`plugin ${file}: ${messageOf(error)}`);
    }
  }
  return result;
}

/** The plugin files there are, sorted by name within each folder. Reads folders only. */
async function pluginFiles(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      const names = entries.filter((entry) => !entry.isDirectory() && entry.name.endsWith('.mjs')).map((entry) => entry.name);
      return names.sort().map((name) => join(folder, name));
    }),
  );
  return found.flat();
}

async function loadPlugin(file: string): Promise<Tool[]> {
  const api: PluginApi = { z, defineTool, ToolError };
  const module: { default?: unknown } = await inTime(import(pathToFileURL(file).href));
  if (typeof module.default !== 'function') throw new Error('it has no default export that is a function: export default (ocode) => ({ name, tools })');
  const made: unknown = await inTime(Promise.resolve(module.default(api)));
  const parsed = pluginShape.safeParse(made);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error).replace(/\s*\n\s*/g, ' '));
  const { name, tools } = parsed.data;
  return tools.map((tool) => ofPlugin(tool as unknown as Tool, name));
}

/** What a plugin does not declare is unknown: then the judge is asked about the plugin itself, as for an MCP server's tool. */
function ofPlugin(tool: Tool, plugin: string): Tool {
  const target = `${plugin}/${tool.name}`;
  const access: Tool['access'] = (args, place) => {
    if (!tool.access) return [{ kind: 'call', target }];
    let declared: unknown;
    try {
      declared = tool.access(args, place) ?? [{ kind: 'call', target }];
    } catch (error) {
      throw new ToolError('failed', `the plugin ${plugin} does not say what this call would touch: ${messageOf(error)}`);
    }
    const parsed = accessShape.safeParse(declared);
    if (parsed.success) return parsed.data;
    throw new ToolError('failed', `the plugin ${plugin} does not say what this call would touch: access must return a list such as [{ kind: 'read', path }]`);
  };
  return { ...tool, set: 'plugin', access };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it did not load within ${LOAD_LIMIT / 1000} s`)), LOAD_LIMIT);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}` : String(error);
}
