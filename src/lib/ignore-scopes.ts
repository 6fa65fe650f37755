import type { Ignore } from 'ignore';

/** Files named so leave files out of the index and of every search, written like `.gitignore`. */
export const OWN_IGNORE_FILE = '.ocodeignore';

/** The rules of one folder. */
export interface IgnoreScope {
  /** The folder with `/` at the end; empty for the root. */
  prefix: string;
  rules: Ignore;
}

export async function newIgnore(): Promise<Ignore> {
  const { default: ignore } = await import('ignore');
  return ignore({ allowRelativePaths: true });
}

/**
 * Says of a path (relative to the root, with `/`) whether the rules leave it out: those of a folder count below it, deeper ones win,
 * and nothing in a folder that is left out comes back. `scopes` by folder, as in their `prefix`. `start` is the folder somebody asked
 * for by name, with `/` at the end: when the rules above leave it out, those in it count alone.
 */
export function ignoreJudge(scopes: ReadonlyMap<string, IgnoreScope>, start = ''): (path: string) => boolean {
  /** What holds in a folder: its scopes from the outside in, or `true` when it is left out. */
  const folders = new Map<string, readonly IgnoreScope[] | true>();
  const inFolder = (folder: string): readonly IgnoreScope[] | true => {
    const known = folders.get(folder);
    if (known) return known;
    const outer = folder === '' ? [] : inFolder(folderOf(folder));
    const own = scopes.get(folder);
    const out = outer === true || (folder !== '' && isIgnored(folder, outer));
    const above = !out ? outer : start.startsWith(folder) ? [] : true;
    const here = above === true ? true : own ? [...above, own] : above;
    folders.set(folder, here);
    return here;
  };
  return (path) => {
    const here = inFolder(folderOf(path));
    return here === true || isIgnored(path, here);
  };
}

/** The innermost rule that speaks about the path decides. A folder's path ends with `/`. */
export function isIgnored(path: string, scopes: readonly IgnoreScope[]): boolean {
  for (const { prefix, rules } of [...scopes].reverse()) {
    const { ignored, unignored } = rules.test(path.slice(prefix.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

/** The folder a path lies in, with `/` at the end; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
}
