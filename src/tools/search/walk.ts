import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolContext } from '../../contract/tool.js';
import { folderOf, type IgnoreScope, isIgnored, newIgnore } from '../../lib/ignore-scopes.js';
import { ownRules, settingIgnores } from './own-ignores.js';

/** What holds in a folder, from the outside in: what git says and what we say. */
interface Rules {
  git: readonly IgnoreScope[];
  own: readonly IgnoreScope[];
}

/** Our own walk, for machines without ripgrep: the same files by the same rules. */
export async function walkFiles(root: string, folder: string, context: ToolContext): Promise<string[]> {
  const files: string[] = [];
  const unwanted = await settingIgnores(context);

  /** `place` with `/` at its end, empty for the root. */
  const rulesIn = async (place: string, above: Rules): Promise<Rules> => {
    const text = (name: string) => readFile(join(root, place, name), 'utf8').catch(() => '');
    const git = [await text('.gitignore'), ...(place === '' ? [await text('.git/info/exclude')] : [])].join('\n');
    return { git: await withScope(above.git, place, git), own: await withScope(above.own, place, ownRules(place, root)) };
  };

  const visit = async (place: string, above: Rules): Promise<void> => {
    context.signal.throwIfAborted();
    const entries = await readdir(join(root, place), { withFileTypes: true }).catch(() => []);
    const rules = await rulesIn(place, above);
    for (const entry of entries) {
      const path = `${place}${entry.name}${entry.isDirectory() ? '/' : ''}`;
      if (entry.name === '.git' || isIgnored(path, rules.git) || isIgnored(path, rules.own) || unwanted(path)) continue;
      if (entry.isDirectory()) await visit(path, rules);
      else if (entry.isFile()) files.push(path);
    }
  };

  const start = folder === '' ? '' : `${folder}/`;
  let above: Rules = { git: [], own: [] };
  for (const parent of parentsOf(start)) above = await rulesIn(parent, countingIn(parent, above));
  await visit(start, countingIn(start, above));
  return files;
}

/** Rules that leave out a folder somebody asked for do not count in it. */
function countingIn(folder: string, { git, own }: Rules): Rules {
  const unless = (scopes: readonly IgnoreScope[]) => (folder !== '' && isIgnored(folder, scopes) ? [] : scopes);
  return { git: unless(git), own: unless(own) };
}

async function withScope(above: readonly IgnoreScope[], prefix: string, text: string): Promise<readonly IgnoreScope[]> {
  return text.trim() === '' ? above : [...above, { prefix, rules: (await newIgnore()).add(text) }];
}

/** From the root down. */
function parentsOf(folder: string): string[] {
  const parents: string[] = [];
  for (let at = folder; at !== ''; at = folderOf(at)) parents.unshift(folderOf(at));
  return parents;
}
