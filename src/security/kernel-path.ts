import { lstatSync, readlinkSync, type Stats } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';

const MAX_LINKS = 40;

export interface KernelPath {
  /** Where the path really leads: absolute, no links, no `..`; parts that do not exist stay as they are. */
  real: string;
  /** The same with a final link left alone: what unlink and rename would touch. */
  entry: string;
  /** The last name is a symbolic link. */
  finalLink: boolean;
  /** Of `real`; undefined when there is nothing. */
  stats: Stats | undefined;
}

/**
 * Walks a path as the kernel does: one name after the other, links followed where they stand, `..` of the folder really
 * reached. `from` is a real path. Returns undefined for a loop of links.
 */
export function walkPath(path: string, from: string): KernelPath | undefined {
  const names = namesOf(path);
  const last = names.at(-1);
  const start = isAbsolute(path) ? '/' : from;
  if (last === undefined || last === '..' || /\/\.*$/.test(path)) {
    const real = follow(names, start);
    return real === undefined ? undefined : { real, entry: real, finalLink: false, stats: lstat(real) };
  }
  const parent = follow(names.slice(0, -1), start);
  if (parent === undefined) return undefined;
  const entry = join(parent, last);
  const stats = lstat(entry);
  if (!stats?.isSymbolicLink()) return { real: entry, entry, finalLink: false, stats };
  const real = follow([last], parent);
  return real === undefined ? undefined : { real, entry, finalLink: true, stats: lstat(real) };
}

/** The real path behind the names, or undefined for a loop. */
function follow(names: readonly string[], start: string): string | undefined {
  const rest = [...names].reverse();
  let current = start;
  let links = 0;
  let missing = false;
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === '..') {
      current = dirname(current);
      missing = false;
      continue;
    }
    const here = join(current, name);
    // Below what does not exist nothing exists: no need to look.
    const stats: Stats | undefined = missing ? undefined : lstat(here);
    if (!stats?.isSymbolicLink()) {
      missing = stats === undefined;
      current = here;
      continue;
    }
    const target = readlinkSync(here);
    if (++links > MAX_LINKS) return undefined;
    if (isAbsolute(target)) current = '/';
    rest.push(...namesOf(target).reverse());
  }
  return current;
}

function namesOf(path: string): string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}

function lstat(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
