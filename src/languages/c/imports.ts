import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, ReadImport } from '../language.js';
import { folderOf, joinPath, sharedFolders } from '../paths.js';

/** `#include "a.h"` and `#include <a/b.h>`: the path without its quotes. */
export function readImport(statement: string): ReadImport[] {
  const source = /#\s*\w+\s*["<]([^">]+)[">]/.exec(statement)?.[1];
  return source === undefined ? [] : [{ source }];
}

/** Beside the file, else the file of the project whose path ends so: of several, the one nearest to the including file. */
export function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const beside = joinPath(folderOf(from), item.source);
  if (beside !== undefined && world.has(beside)) return [beside];
  const nearest = [...world.endingWith(item.source.replace(/^(?:\.\.?\/)+/, ''))]
    .filter((path) => path !== from)
    .sort((a, b) => sharedFolders(b, from) - sharedFolders(a, from))[0];
  return nearest === undefined ? [] : [nearest];
}
