import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGitFolder } from '../lib/git-folder.js';
import { GIT_OFFLINE, gitPrefix, withoutOwnFilters } from '../lib/git-hardening.js';
import { type GitStatus, parseGitStatus } from '../lib/git-status.js';

export interface GitHead {
  /** Name of the branch; undefined when HEAD is detached, or when only git can tell (reftables). */
  branch?: string;
  /** Abbreviated commit of a detached HEAD. */
  detached?: string;
  /** What is going on: a merge, rebase, cherry-pick, revert or bisect that was begun. */
  operation?: 'merge' | 'rebase' | 'cherry-pick' | 'revert' | 'bisect';
}

export interface GitFacts extends GitHead {
  /** Changed, staged and untracked paths (an untracked folder counts once); undefined when git is missing or too slow. */
  dirtyCount?: number;
  conflicts?: number;
  ahead?: number;
  behind?: number;
}

/** Branch of the repository a folder is in, read from its files: no process. Undefined outside a repository. */
export function readGitHead(folder: string): GitHead | undefined {
  const found = findGitFolder(folder);
  if (!found) return undefined;
  const operation = OPERATIONS.find(([file]) => existsSync(join(found.gitDir, file)))?.[1];
  try {
    const head = readFileSync(join(found.gitDir, 'HEAD'), 'utf8').trim();
    const branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1];
    const place = branch === IN_REFTABLE ? {} : branch === undefined ? { detached: head.slice(0, 8) } : { branch };
    return { ...place, ...(operation ? { operation } : {}) };
  } catch {
    return undefined;
  }
}

/**
 * The state of the repository `folder` is in, for the first user message and the status line: the branch from files, the
 * counts from one `git status` that may take `limit` milliseconds. Undefined outside a repository. Never throws.
 */
export async function gitFacts(folder: string, options: { limit?: number; signal?: AbortSignal } = {}): Promise<GitFacts | undefined> {
  const head = readGitHead(folder);
  if (!head) return undefined;
  const output = await statusOutput(folder, options);
  if (output === undefined) return head;
  const status = parseGitStatus(output);
  const unknown = head.branch === undefined && head.detached === undefined;
  return {
    ...head,
    ...(unknown ? placeIn(status) : {}),
    dirtyCount: status.entries.length,
    conflicts: status.entries.filter((entry) => entry.conflict).length,
    ahead: status.ahead,
    behind: status.behind,
  };
}

/** One line for the prompt: "branch main, 3 changed files, ahead 1". */
export function describeGitFacts(facts: GitFacts): string {
  const parts = [facts.branch !== undefined ? `branch ${facts.branch}` : facts.detached !== undefined ? `detached at ${facts.detached}` : 'a repository'];
  if (facts.operation) parts.push(`${facts.operation} in progress`);
  if (facts.dirtyCount !== undefined) parts.push(facts.dirtyCount === 0 ? 'clean' : `${facts.dirtyCount} changed ${facts.dirtyCount === 1 ? 'file' : 'files'}`);
  if (facts.conflicts) parts.push(`${facts.conflicts} in conflict`);
  if (facts.ahead) parts.push(`ahead ${facts.ahead}`);
  if (facts.behind) parts.push(`behind ${facts.behind}`);
  return parts.join(', ');
}

function placeIn({ branch, commit }: GitStatus): GitHead {
  if (branch !== undefined) return { branch };
  return commit === undefined ? {} : { detached: commit };
}

/** What a repository with reftables has for a branch in its file HEAD. */
const IN_REFTABLE = '.invalid';

const OPERATIONS = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
] as const;

const STATUS = ['status', '--porcelain=v2', '--branch', '-z', '--ignore-submodules=dirty'];

function statusOutput(folder: string, { limit = 300, signal }: { limit?: number; signal?: AbortSignal }): Promise<string | undefined> {
  return new Promise((done) => {
    const environment = { ...process.env, ...GIT_OFFLINE };
    // node:child_process, not execa: this runs before the first request, and loading execa costs more than git does.
    execFile(
      'git',
      [...gitPrefix(), ...withoutOwnFilters(folder), ...STATUS],
      { cwd: folder, env: environment, timeout: limit, maxBuffer: 8_000_000, windowsHide: true, ...(signal ? { signal } : {}) },
      (error, stdout) => done(error ? undefined : stdout),
    );
  });
}
