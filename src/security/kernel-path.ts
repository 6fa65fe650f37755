import { lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { PATHS, type PathRules } from '../lib/path-rules.js';

const MAX_LINKS = 40;

/** What the guard asks of a disk. Another system's can be made up for a test. */
export interface Disk {
  readonly paths: PathRules;
  /** Undefined when there is nothing, or it cannot be looked at. */
  lstat(path: string): Stats | undefined;
  readlink(path: string): string;
  /** Names in a folder; empty when it cannot be read. */
  list(folder: string): string[];
  /** The long name behind a short one (`PROGRA~1`); only Windows has them. */
  longName(path: string): string;
}

export const THIS_DISK: Disk = {
  paths: PATHS,
  lstat: (path) => {
    try {
      return lstatSync(path, { throwIfNoEntry: false });
    } catch {
      return undefined;
    }
  },
  readlink: (path) => readlinkSync(path),
  list: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  longName: (path) => realpathSync.native(path),
};

/** A separator at the end, with or without dots behind it. */
const ENDS_AS_FOLDER = { posix: /\/\.*$/, windows: /[\\/]\.*$/ };

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
export function walkPath(path: string, from: string, disk: Disk = THIS_DISK): KernelPath | undefined {
  const { paths } = disk;
  const names = paths.namesOf(path);
  const last = names.at(-1);
  const start = paths.isAbsolute(path) ? paths.rootOf(path, from) : from;
  if (last === undefined || last === '..' || ENDS_AS_FOLDER[paths.windows ? 'windows' : 'posix'].test(path)) {
    const real = follow(names, start, disk);
    return real === undefined ? undefined : { real, entry: real, finalLink: false, stats: disk.lstat(real) };
  }
  const parent = follow(names.slice(0, -1), start, disk);
  if (parent === undefined) return undefined;
  const written = paths.join(parent, last);
  const stats = disk.lstat(written);
  const entry = stats ? fullName(written, last, disk) : written;
  if (!stats?.isSymbolicLink()) return { real: entry, entry, finalLink: false, stats };
  const real = follow([last], parent, disk);
  return real === undefined ? undefined : { real, entry, finalLink: true, stats: disk.lstat(real) };
}

/** The real path behind the names, or undefined for a loop. */
function follow(names: readonly string[], start: string, disk: Disk): string | undefined {
  const { paths } = disk;
  const rest = [...names].reverse();
  let current = start;
  let links = 0;
  let missing = false;
  for (let name = rest.pop(); name !== undefined; name = rest.pop()) {
    if (name === '..') {
      current = paths.dirname(current);
      missing = false;
      continue;
    }
    const here = paths.join(current, name);
    // Below what does not exist nothing exists: no need to look.
    const stats: Stats | undefined = missing ? undefined : disk.lstat(here);
    if (!stats?.isSymbolicLink()) {
      missing = stats === undefined;
      current = missing ? here : fullName(here, name, disk);
      continue;
    }
    const target = disk.readlink(here);
    if (++links > MAX_LINKS) return undefined;
    if (paths.isAbsolute(target)) current = paths.rootOf(target, current);
    rest.push(...paths.namesOf(target).reverse());
  }
  return current;
}

/** A short name must not hide what it stands for. A link keeps its own name. */
function fullName(path: string, name: string, disk: Disk): string {
  return disk.paths.windows && /~\d/.test(name) && !disk.lstat(path)?.isSymbolicLink() ? disk.longName(path) : path;
}
