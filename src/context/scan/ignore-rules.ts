import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type IgnoreScope, ignoreJudge, newIgnore, OWN_IGNORE_FILE } from '../../lib/ignore-scopes.js';

/**
 * What the `.ocodeignore` files among `paths` and the setting `ignore_patterns` leave out, all written like `.gitignore`: the rules
 * of a folder count below it, deeper ones win, and nothing in a folder that is left out comes back; nothing brings back what the
 * setting leaves out. Undefined when there are no rules.
 */
export async function loadIgnoreRules(root: string, patterns: readonly string[], paths: readonly string[]): Promise<((path: string) => boolean) | undefined> {
  const nested = paths.filter((path) => path.endsWith(`/${OWN_IGNORE_FILE}`)).map((path) => path.slice(0, -OWN_IGNORE_FILE.length));
  const scopes = new Map<string, IgnoreScope>();
  for (const prefix of ['', ...nested]) {
    const own = await readFile(join(root, prefix, OWN_IGNORE_FILE), 'utf8').catch(() => '');
    if (own.trim() !== '') scopes.set(prefix, { prefix, rules: (await newIgnore()).add(own) });
  }
  const byFiles = scopes.size === 0 ? undefined : ignoreJudge(scopes);
  if (patterns.length === 0) return byFiles;
  const setting = (await newIgnore()).add([...patterns]);
  return (path) => setting.ignores(path) || byFiles?.(path) === true;
}
