import { readFileSync, statSync } from 'node:fs';
import type { CodeImport } from '../../contract/context.js';
import type { CreateImportResolver, ImportResolver } from '../../contract/language.js';
import type { IndexedFile } from '../store/catalog.js';
import type { EdgesOf, IndexStore } from '../store/index-store.js';

const LARGEST_SETTINGS = 200_000;

/** A resolver for the files of a project; it may read their settings files unless they are protected. */
export function createResolver(
  create: CreateImportResolver,
  files: ReadonlyArray<{ path: string }>,
  { root, readable }: { root: string; readable(absolutePath: string): boolean },
): ImportResolver {
  return create(
    files.map(({ path }) => path),
    (path) => {
      const absolute = `${root}/${path}`;
      try {
        return readable(absolute) && statSync(absolute).size <= LARGEST_SETTINGS ? readFileSync(absolute, 'utf8') : undefined;
      } catch {
        return undefined;
      }
    },
  );
}

/** Works out which files of the project the given files import, and stores it. */
export function resolveEdges(store: IndexStore, entries: readonly IndexedFile[], edgesOf: EdgesOf): void {
  const edges: Array<readonly [IndexedFile, string[]]> = [];
  for (const file of entries) {
    const { id, path, language, edges: old } = file;
    if (language === undefined) continue;
    const next = edgesOf(path, language, store.importsOf(id));
    if (next.join('\n') !== old.join('\n')) edges.push([file, next]);
  }
  if (edges.length > 0) store.setEdges(edges);
}

/** Files of the project that a file imports. */
export function edgesOf(resolver: ImportResolver, path: string, language: string, imports: readonly CodeImport[]): string[] {
  if (imports.length === 0) return [];
  const targets = new Set<string>();
  for (const item of resolver.resolve(path, language, imports)) {
    for (const target of item.files ?? (item.resolved === undefined ? [] : [item.resolved])) if (target !== path && !target.includes('\n')) targets.add(target);
  }
  return [...targets];
}
