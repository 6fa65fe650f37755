import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, ReadImport } from '../language.js';
import { folderOf, foldersUpward, joinPath } from '../paths.js';

/** `import a.b as c, d` · `from .x import (a, b as c)`. */
export function readImport(statement: string): ReadImport[] {
  const text = statement.replace(/#.*$/gm, '').replace(/\\\r?\n/g, ' ');
  const from = /^from\s*([.\s]*[\w.]*)\s+import\b([\s\S]*)$/.exec(text) ?? /^from\s*([.\s]+)import\b([\s\S]*)$/.exec(text);
  if (from) return [{ source: (from[1] ?? '').replace(/\s/g, ''), names: listed(from[2] ?? '') }];
  return listed(text.replace(/^import\b/, '')).map((source) => ({ source }));
}

function listed(text: string): string[] {
  return text
    .replace(/[()]/g, ' ')
    .split(',')
    .map((item) => item.trim().split(/\s+as\s+/)[0] ?? '')
    .filter((name) => name !== '');
}

/** A name that is itself a module counts as that module: `from . import util`. */
export function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const dots = /^\.*/.exec(item.source)?.[0].length ?? 0;
  const parts = item.source.slice(dots).split('.').filter(Boolean).join('/');
  for (const root of dots > 0 ? relativeRoot(from, dots) : searchRoots(from, world)) {
    const found = inRoot(root, parts, item.names ?? [], world);
    if (found.length > 0) return found;
  }
  if (dots > 0 || !parts.includes('/')) return [];
  const elsewhere = [...world.endingWith(`${parts}.py`), ...world.endingWith(`${parts}/__init__.py`)];
  return elsewhere.length === 1 ? elsewhere : [];
}

function relativeRoot(from: string, dots: number): string[] {
  const root = joinPath(folderOf(from), '../'.repeat(dots - 1));
  return root === undefined ? [] : [root];
}

/** Folders that may be on the path: those above the file that are no packages themselves, and the usual source folders. */
function searchRoots(from: string, world: ImportWorld): string[] {
  const above = foldersUpward(folderOf(from)).filter((folder) => !world.has(joinPath(folder, '__init__.py') ?? ''));
  return [...above, ...above.map((folder) => joinPath(folder, 'src') ?? '')];
}

function inRoot(root: string, module: string, names: readonly string[], world: ImportWorld): string[] {
  const path = joinPath(root, module) ?? '';
  const own = moduleFile(path, world);
  if (own !== undefined && !own.endsWith('/__init__.py') && own !== '__init__.py') return [own];
  const submodules = names.map((name) => moduleFile(joinPath(path, name) ?? '', world));
  const found = submodules.filter((file) => file !== undefined);
  return own !== undefined && (names.length === 0 || found.length < names.length) ? [...found, own] : found;
}

function moduleFile(path: string, world: ImportWorld): string | undefined {
  const candidates = path === '' ? ['__init__.py'] : [`${path}.py`, `${path}/__init__.py`, `${path}.pyi`, `${path}/__init__.pyi`];
  return candidates.find((file) => world.has(file));
}
