import { isAbsolute, posix } from 'node:path';
import { walkPath } from '../kernel-path.js';

/** Folders a part may run in: every way through the line counts. Undefined: not known. */
export type Folders = readonly Folder[] | undefined;

/** `cd` goes by the path as written (`logical`), everything else by the real one. */
export interface Folder {
  real: string;
  logical: string;
}

/** Where a statement may end, by its result: `cd a; x` runs x even when the cd failed. */
export interface Ways {
  success: Folders;
  failure: Folders;
}

const MAX_FOLDERS = 24;

export function startIn(folder: string): Folders {
  return [{ real: folder, logical: folder }];
}

export function either(a: Folders, b: Folders): Folders {
  if (!a || !b) return undefined;
  const all = new Map([...a, ...b].map((folder) => [`${folder.real}\0${folder.logical}`, folder]));
  return all.size > MAX_FOLDERS ? undefined : [...all.values()];
}

export function sameFolders(a: Folders, b: Folders): boolean {
  return (
    a === b ||
    (a !== undefined &&
      b !== undefined &&
      a.length === b.length &&
      a.every((folder) => b.some((other) => other.real === folder.real && other.logical === folder.logical)))
  );
}

/** After `cd path`; undefined when the two ways of reading `..` behind a link differ, or it cannot be resolved. */
export function change(from: Folders, path: string): Folders {
  const result: Folder[] = [];
  for (const folder of from ?? []) {
    const logical = posix.normalize(isAbsolute(path) ? path : `${folder.logical}/${path}`).replace(/(.)\/$/, '$1');
    const real = walkPath(logical, '/')?.real;
    const physical = walkPath(path, folder.real)?.real;
    if (real === undefined || real !== physical) return undefined;
    result.push({ real, logical });
  }
  return from && result;
}
