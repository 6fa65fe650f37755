import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ignore } from 'ignore';

/** What `.ocodeignore` and the setting `ignore_patterns` leave out, both written like `.gitignore`. Undefined when there is nothing. */
export async function loadIgnoreRules(root: string, patterns: readonly string[]): Promise<((path: string) => boolean) | undefined> {
  const own = await readFile(join(root, '.ocodeignore'), 'utf8').catch(() => '');
  const lines = [...patterns, ...own.split(/\r?\n/)].filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (lines.length === 0) return undefined;
  const rules = await newIgnore();
  for (const line of lines) rules.add(line);
  return (path) => rules.ignores(path);
}

export async function newIgnore(): Promise<Ignore> {
  const { default: ignore } = await import('ignore');
  return ignore({ allowRelativePaths: true });
}
