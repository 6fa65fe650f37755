import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ignore } from 'ignore';

const NAME = '.ocodeignore';

/** The rules of one folder. */
export interface IgnoreScope {
  /** The folder with `/` at the end; empty for the root. */
  prefix: string;
  rules: Ignore;
}

/**
 * What the `.ocodeignore` files among `paths` and the setting `ignore_patterns` leave out, all written like `.gitignore`: the rules
 * of a folder count below it, deeper ones win, and nothing in a folder that is left out comes back. Undefined when there are no rules.
 */
export async function loadIgnoreRules(root: string, patterns: readonly string[], paths: readonly string[]): Promise<((path: string) => boolean) | undefined> {
  const nested = paths.filter((path) => path.endsWith(`/${NAME}`)).map((path) => path.slice(0, -NAME.length));
  const scopes = new Map<string, IgnoreScope>();
  for (const prefix of ['', ...nested]) {
    const own = await readFile(join(root, prefix, NAME), 'utf8').catch(() => '');
    const lines = [...(prefix === '' ? patterns : []), ...own.split(/\r?\n/)].filter((line) => line.trim() !== '' && !line.startsWith('#'));
    if (lines.length > 0) scopes.set(prefix, { prefix, rules: (await newIgnore()).add(lines) });
  }
  if (scopes.size === 0) return undefined;
  return judgeOf(scopes);
}

export async function newIgnore(): Promise<Ignore> {
  const { default: ignore } = await import('ignore');
  return ignore({ allowRelativePaths: true });
}

/** The innermost rule that speaks about the path decides. A folder's path ends with `/`. */
export function isIgnored(path: string, scopes: readonly IgnoreScope[]): boolean {
  for (const { prefix, rules } of [...scopes].reverse()) {
    const { ignored, unignored } = rules.test(path.slice(prefix.length));
    if (ignored || unignored) return ignored;
  }
  return false;
}

function judgeOf(scopes: ReadonlyMap<string, IgnoreScope>): (path: string) => boolean {
  /** What holds in a folder: its scopes from the outside in, or `true` when it is left out. */
  const folders = new Map<string, readonly IgnoreScope[] | true>();
  const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
  const inFolder = (folder: string): readonly IgnoreScope[] | true => {
    const known = folders.get(folder);
    if (known) return known;
    const outer = folder === '' ? [] : inFolder(folderOf(folder));
    const own = scopes.get(folder);
    const here = outer === true || isIgnored(folder, outer) ? true : own ? [...outer, own] : outer;
    folders.set(folder, here);
    return here;
  };
  return (path) => {
    const here = inFolder(folderOf(path));
    return here === true || isIgnored(path, here);
  };
}
