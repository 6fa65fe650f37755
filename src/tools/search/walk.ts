import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Ignore } from 'ignore';
import type { ToolContext } from '../../contract/tool.js';

interface IgnoreRules {
  /** The folder the rules are relative to. */
  base: string;
  rules: Ignore;
}

/** Our own walk, for machines without ripgrep: the same files by the same rules. */
export async function walkFiles(root: string, folder: string, context: ToolContext): Promise<string[]> {
  const { default: ignore } = await import('ignore');
  const files: string[] = [];

  const rulesOf = async (relative: string, names: readonly string[]): Promise<IgnoreRules[]> => {
    const text = (name: string) => readFile(join(root, relative, name), 'utf8').catch(() => '');
    const parts = names.includes('.gitignore') ? [await text('.gitignore')] : [];
    if (relative === '') parts.push(await text('.git/info/exclude'), await text('.ocodeignore'), context.settings.ignorePatterns.join('\n'));
    const all = parts.join('\n');
    return all.trim() === '' ? [] : [{ base: relative, rules: ignore({ allowRelativePaths: true }).add(all) }];
  };

  const visit = async (relative: string, above: readonly IgnoreRules[]): Promise<void> => {
    context.signal.throwIfAborted();
    const entries = await readdir(join(root, relative), { withFileTypes: true }).catch(() => []);
    const rules = [
      ...above,
      ...(await rulesOf(
        relative,
        entries.map((entry) => entry.name),
      )),
    ];
    for (const entry of entries) {
      if (entry.name === '.git') continue;
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (isIgnored(path, entry.isDirectory(), rules)) continue;
      if (entry.isDirectory()) await visit(path, rules);
      else if (entry.isFile()) files.push(path);
    }
  };

  const above: IgnoreRules[] = [];
  for (const parent of parentsOf(folder)) above.push(...(await rulesOf(parent, await readdir(join(root, parent)).catch(() => []))));
  await visit(folder, above);
  return files;
}

/** The deepest rule that speaks decides, as git does. */
function isIgnored(path: string, isFolder: boolean, rules: readonly IgnoreRules[]): boolean {
  for (const { base, rules: own } of [...rules].reverse()) {
    const relative = base === '' ? path : path.slice(base.length + 1);
    const { ignored, unignored } = own.test(isFolder ? `${relative}/` : relative);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

function parentsOf(folder: string): string[] {
  const parents: string[] = [];
  for (let at = folder; at !== ''; at = dirname(at) === '.' ? '' : dirname(at)) parents.unshift(dirname(at) === '.' ? '' : dirname(at));
  return parents;
}
