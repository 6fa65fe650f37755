import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';

/** Where git keeps its data for a folder. */
export interface GitFolder {
  /** Top of the work tree. */
  top: string;
  /** Its own git folder (HEAD, index); for a linked worktree or a submodule not below `top`. */
  gitDir: string;
  /** The folder shared by all worktrees (config, hooks, refs). */
  commonDir: string;
}

/** Looks upward from `folder` for a repository. Reads two small files at most; undefined when there is none. */
export function findGitFolder(folder: string): GitFolder | undefined {
  for (let top = resolve(folder); ; top = dirname(top)) {
    const gitDir = gitDirOf(join(top, '.git'));
    const commonDir = gitDir && commonDirOf(gitDir);
    // What git itself asks of a repository: a folder named .git alone is none.
    if (gitDir && commonDir && existsSync(join(commonDir, 'objects')) && existsSync(join(commonDir, 'refs'))) return { top, gitDir, commonDir };
    if (dirname(top) === top) return undefined;
  }
}

function gitDirOf(path: string): string | undefined {
  try {
    if (statSync(path).isDirectory()) return path;
    const target = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1]?.trim();
    return target === undefined ? undefined : isAbsolute(target) ? target : resolve(dirname(path), target);
  } catch {
    return undefined;
  }
}

function commonDirOf(gitDir: string): string {
  try {
    return resolve(gitDir, readFileSync(join(gitDir, 'commondir'), 'utf8').trim());
  } catch {
    return gitDir;
  }
}
