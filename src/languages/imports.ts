import type { CodeImport } from '../contract/context.js';
import type { CreateImportResolver } from '../contract/language.js';
import { LANGUAGES } from './index.js';
import type { ImportWorld, Language } from './language.js';

const byName = new Map<string, Language>(LANGUAGES.map((language) => [language.name, language]));

/** Resolves imports with each language's own rules. Cheap to make: what it knows of the project is worked out when asked. */
export const createImportResolver: CreateImportResolver = (paths, readText) => {
  const world = createWorld(paths, readText);
  return {
    resolve(from, language, imports) {
      const find = byName.get(language)?.resolveImport;
      if (!find) return [...imports];
      return imports.map((item) => withFiles(item, find(item, from, world)));
    },
  };
};

function withFiles(item: CodeImport, found: readonly string[]): CodeImport {
  const files = [...new Set(found)];
  const { resolved: _resolved, files: _files, ...plain } = item;
  const first = files[0];
  return first === undefined ? plain : { ...plain, resolved: first, ...(files.length > 1 ? { files } : {}) };
}

function createWorld(paths: readonly string[], readText: (path: string) => string | undefined): ImportWorld {
  const all = new Set(paths);
  const memory = new Map<string, unknown>();
  const memo = <T>(key: string, make: () => T): T => {
    if (!memory.has(key)) memory.set(key, make());
    return memory.get(key) as T;
  };
  const folders = (): Map<string, string[]> => memo('world:folders', () => groupBy(paths, (path) => path.slice(0, Math.max(0, path.lastIndexOf('/')))));
  const names = (): Map<string, string[]> => memo('world:names', () => groupBy(paths, lastPart));
  return {
    has: (path) => all.has(path),
    text: (path) => memo(`world:text:${path}`, () => (all.has(path) ? readText(path) : undefined)),
    inFolder: (folder) => folders().get(folder) ?? [],
    foldersEndingWith: (suffix) =>
      (memo('world:folder names', () => groupBy([...folders().keys()], lastPart)).get(lastPart(suffix)) ?? []).filter((path) => endsWithPath(path, suffix)),
    endingWith: (suffix) => (names().get(lastPart(suffix)) ?? []).filter((path) => endsWithPath(path, suffix)),
    memo,
  };
}

function groupBy(paths: readonly string[], key: (path: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const group = groups.get(key(path));
    if (group) group.push(path);
    else groups.set(key(path), [path]);
  }
  return groups;
}

function endsWithPath(path: string, suffix: string): boolean {
  return path === suffix || path.endsWith(`/${suffix}`);
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
