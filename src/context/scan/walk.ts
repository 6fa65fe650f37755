import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type IgnoreScope, isIgnored, newIgnore } from '../../lib/ignore-scopes.js';

/** Folders that hold no work of the project's people; only used where git does not say what belongs to it. */
const NEVER = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  '.venv',
  'venv',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  '.gradle',
  '.idea',
  'target',
  '.next',
  '.cache',
]);
/** No tree of a project is deeper; what is, is a loop or a trap. */
const DEEPEST = 60;

/** Files of a folder outside git, with nested `.gitignore` files respected. Links are not followed; unreadable folders are passed over. */
export async function walkFiles(root: string, most: number, signal: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  const waiting: Array<{ folder: string; depth: number; scopes: readonly IgnoreScope[] }> = [{ folder: '', depth: 0, scopes: [] }];
  for (let next = waiting.pop(); next && found.length < most; next = waiting.pop()) {
    signal.throwIfAborted();
    const { folder, depth } = next;
    const entries: Dirent[] = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    const scopes = entries.some((entry) => entry.name === '.gitignore') ? [...next.scopes, await readScope(root, folder)] : next.scopes;
    for (const entry of entries) {
      const path = folder + entry.name;
      if (entry.isDirectory()) {
        if (depth < DEEPEST && !NEVER.has(entry.name) && !isIgnored(`${path}/`, scopes)) waiting.push({ folder: `${path}/`, depth: depth + 1, scopes });
      } else if (entry.isFile() && !isIgnored(path, scopes)) found.push(path);
    }
  }
  return found.slice(0, most);
}

async function readScope(root: string, prefix: string): Promise<IgnoreScope> {
  const rules = await newIgnore();
  return { prefix, rules: rules.add(await readFile(join(root, prefix, '.gitignore'), 'utf8').catch(() => '')) };
}
