import { existsSync, readFileSync } from 'node:fs';
import type { ToolContext } from '../../contract/tool.js';
import { folderOf, type IgnoreScope, ignoreJudge, newIgnore, OWN_IGNORE_FILE } from '../../lib/ignore-scopes.js';

/**
 * What the `.ocodeignore` files of the folders that `paths` lie in leave out, by the rules the index follows; undefined when there are
 * none. ripgrep knows only the one of the root, so what it found is looked through: that costs one look for each folder with a result.
 * `folder`: where the search began, which is searched whatever the rules above it say (relative to the root, empty for all).
 */
export async function ownIgnores(paths: Iterable<string>, folder: string, context: ToolContext): Promise<((path: string) => boolean) | undefined> {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  for (const path of paths) {
    for (let place = folderOf(path); !seen.has(place); place = folderOf(place)) {
      seen.add(place);
      const text = ownRules(place, context.root);
      if (text.trim() !== '') texts.set(place, text);
    }
  }
  const scopes = new Map<string, IgnoreScope>();
  for (const [prefix, text] of texts) scopes.set(prefix, { prefix, rules: (await newIgnore()).add(text) });
  const byFiles = scopes.size === 0 ? undefined : ignoreJudge(scopes, folder === '' ? '' : `${folder}/`);
  const bySetting = bringsBack(context.settings.ignorePatterns) ? await settingIgnores(context) : undefined;
  return byFiles && bySetting ? (path) => byFiles(path) || bySetting(path) : (byFiles ?? bySetting);
}

/** ripgrep has no way to say that a file is wanted after all without leaving out all others. */
export function bringsBack(patterns: readonly string[]): boolean {
  return patterns.some((pattern) => pattern.startsWith('!'));
}

/** What the setting `ignore_patterns` leaves out, which no file brings back. */
export async function settingIgnores({ settings }: ToolContext): Promise<(path: string) => boolean> {
  const rules = (await newIgnore()).add([...settings.ignorePatterns]);
  return (path) => rules.ignores(path);
}

/** The rules that stand in one folder (`/` at its end, empty for the root). */
export function ownRules(folder: string, root: string): string {
  const path = `${root}/${folder}${OWN_IGNORE_FILE}`;
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
}
