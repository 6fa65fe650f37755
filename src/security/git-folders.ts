import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { walkPath } from './kernel-path.js';

/** Real folders that a `.git` file of a worktree or submodule names: its own and the common one. Empty for an ordinary repository. */
export function namedGitFolders(root: string): string[] {
  const text = readSmall(join(root, '.git'));
  const named = text?.match(/^gitdir:\s*(.+?)\s*$/m)?.[1];
  if (!named) return [];
  const own = resolve(root, named);
  const common = readSmall(join(own, 'commondir'))?.trim();
  const folders = common ? [own, resolve(own, common)] : [own];
  return folders.map((folder) => walkPath(folder, root)?.real ?? folder);
}

function readSmall(file: string): string | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size < 4096 ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
