import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGitFolder } from './git-folder.js';

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * The commit that HEAD of a folder's repository names, read from files as gitrepository-layout describes them: detached, or a branch with a file
 * of its own. Undefined for all else (packed refs, reftables, no commit yet, no repository): git itself must say.
 */
export function readHeadCommit(folder: string): string | undefined {
  const found = findGitFolder(folder);
  if (!found) return undefined;
  try {
    const head = readFileSync(join(found.gitDir, 'HEAD'), 'utf8').trim();
    if (COMMIT.test(head)) return head;
    const branch = /^ref: (refs\/heads\/[\w./-]+)$/.exec(head)?.[1];
    if (branch === undefined || branch.includes('..')) return undefined;
    const commit = readFileSync(join(found.commonDir, branch), 'utf8').trim();
    return COMMIT.test(commit) ? commit : undefined;
  } catch {
    return undefined;
  }
}
