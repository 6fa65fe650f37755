import { readFileSync } from 'node:fs';
import { writeFileAtomic } from '../lib/atomic-file.js';
import type { NamesStore, ServerNames } from '../mcp/index.js';

type Kept = Record<string, ServerNames & { version: string }>;

/**
 * Names of prompts and resources of MCP servers, in one file of the project's cache: read with the first Tab, written behind what goes
 * on. A file that cannot be read or written costs the names, nothing else.
 */
export function serverNamesFile(file: string): NamesStore {
  let kept: Kept | undefined;
  let writing = Promise.resolve();
  return {
    get: (server, version) => {
      kept ??= read(file);
      const found = Object.hasOwn(kept, server) ? kept[server] : undefined;
      return found?.version === version ? found : undefined;
    },
    set: (server, version, names) => {
      // What another chat wrote meanwhile stays.
      kept = { ...read(file), [server]: { version, ...names } };
      const text = `${JSON.stringify(kept)}\n`;
      writing = writing.then(() => writeFileAtomic(file, text, { mode: 0o600 })).catch(() => {});
    },
  };
}

function read(file: string): Kept {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).filter(([, each]) => isKept(each))) : {};
  } catch {
    return {};
  }
}

function isKept(value: unknown): value is Kept[string] {
  if (typeof value !== 'object' || value === null || !('version' in value && 'prompts' in value && 'resources' in value)) return false;
  return [value.prompts, value.resources].every((list) => Array.isArray(list) && list.every((name) => typeof name === 'string' && !/[\s\p{C}]/u.test(name)));
}
