import * as fs from 'node:fs';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '../../contract/error.js';
import type { ToolContext } from '../../contract/tool.js';
import type { GitStatus } from '../../lib/git-status.js';
import type { LogEntry } from './log-entry.js';
import { inRepository, repositoryOf, visible } from './run-git.js';

/**
 * The git set on isomorphic-git, for machines without git. It runs no hooks, signs nothing and knows no ignore rules
 * outside the repository, so a commit is refused where a hook would have run; linked worktrees are not supported.
 */
async function open(context: ToolContext) {
  const git = (await import('isomorphic-git')).default;
  const { top, gitDir, commonDir } = repositoryOf(context);
  if (gitDir !== commonDir) throw new ToolError('failed', 'Linked worktrees need the git program, which is not installed.');
  return { git, repo: { fs, dir: top, gitdir: gitDir }, top, gitDir };
}

export async function status(context: ToolContext): Promise<GitStatus> {
  const { git, repo } = await open(context);
  const branch = await git.currentBranch(repo);
  const commit = await git.resolveRef({ ...repo, ref: 'HEAD' }).catch(() => undefined);
  const result: GitStatus = { ahead: 0, behind: 0, entries: [], ...(branch ? { branch } : {}), ...(commit ? { commit: commit.slice(0, 8) } : {}) };
  for (const [path, head, worktree, stage] of await git.statusMatrix(repo)) {
    if (head === 1 && worktree === 1 && stage === 1) continue;
    const untracked = head === 0 && stage === 0;
    const index = untracked ? '?' : stage === head ? '.' : stage === 0 ? 'D' : head === 0 ? 'A' : 'M';
    const tree = untracked ? '?' : worktree === stage ? '.' : worktree === 0 ? 'D' : 'M';
    result.entries.push({ path, index, worktree: tree, conflict: false });
  }
  return result;
}

export async function log(context: ToolContext, limit: number, path?: string): Promise<LogEntry[]> {
  const { git, repo } = await open(context);
  const below = path === undefined ? '' : inRepository(context, path);
  const commits = await git.log({ ...repo, depth: limit, ...(below === '' ? {} : { filepath: below, force: true }) }).catch(() => []);
  return commits.slice(0, limit).map(({ oid, commit }) => ({
    commit: oid.slice(0, 8),
    author: commit.author.name,
    date: new Date(commit.author.timestamp * 1000).toISOString().slice(0, 10),
    subject: commit.message.split('\n', 1)[0] ?? '',
  }));
}

export async function diff(context: ToolContext, args: { path?: string; staged?: boolean; commit?: string }): Promise<string> {
  if (args.commit !== undefined || args.staged)
    throw new ToolError('failed', 'Diffs of the index or of a commit need the git program, which is not installed.');
  const { git, repo, top } = await open(context);
  const { createTwoFilesPatch } = await import('diff');
  const below = args.path === undefined ? '' : inRepository(context, args.path);
  const head = await git.resolveRef({ ...repo, ref: 'HEAD' }).catch(() => undefined);
  const pieces: string[] = [];
  for (const entry of (await status(context)).entries) {
    const wanted = below === '' || entry.path === below || entry.path.startsWith(`${below}/`);
    if (entry.index === '?' || !wanted || !visible(context, top, entry.path)) continue;
    const before = head && entry.index !== 'A' ? Buffer.from((await git.readBlob({ ...repo, oid: head, filepath: entry.path })).blob).toString('utf8') : '';
    const file = join(top, entry.path);
    const after = existsSync(file) ? readFileSync(file, 'utf8') : '';
    pieces.push(createTwoFilesPatch(`a/${entry.path}`, `b/${entry.path}`, before, after, '', ''));
  }
  return pieces.join('') || 'no uncommitted changes in tracked files';
}

export async function commit(context: ToolContext, message: string, paths?: readonly string[]): Promise<string> {
  const { git, repo, gitDir } = await open(context);
  const hook = ['pre-commit', 'prepare-commit-msg', 'commit-msg'].find((name) => existsSync(join(gitDir, 'hooks', name)));
  if (hook) throw new ToolError('failed', `The repository has a ${hook} hook, and only the git program, which is not installed, can run it.`);
  const { entries } = await status(context);
  const staged = entries.filter((entry) => entry.index !== '.' && entry.index !== '?');
  const wanted = paths?.map((path) => inRepository(context, path));
  if (wanted && staged.some((entry) => !wanted.includes(entry.path)))
    throw new ToolError('failed', 'Other paths are staged: without the git program only all of them can be committed.');
  const chosen = wanted
    ? entries.filter((entry) => wanted.some((path) => path === '' || entry.path === path || entry.path.startsWith(`${path}/`)))
    : staged.length > 0
      ? []
      : entries.filter((entry) => entry.index !== '?');
  for (const { path, worktree } of chosen) {
    if (worktree === 'D') await git.remove({ ...repo, filepath: path });
    else await git.add({ ...repo, filepath: path });
  }
  const name = await git.getConfig({ ...repo, path: 'user.name' });
  const email = await git.getConfig({ ...repo, path: 'user.email' });
  if (!name || !email) throw new ToolError('failed', 'Not committed: user.name and user.email are not set in the configuration of the repository.');
  const oid = await git.commit({ ...repo, message, author: { name, email } });
  return `Committed ${oid.slice(0, 8)} ${message.split('\n', 1)[0]}`;
}

export async function branch(context: ToolContext, action: 'list' | 'create' | 'switch' | 'delete', name = ''): Promise<string> {
  const { git, repo } = await open(context);
  const current = (await git.currentBranch(repo)) ?? undefined;
  switch (action) {
    case 'list':
      return (await git.listBranches(repo)).map((each) => `${each === current ? '*' : ' '} ${each}`).join('\n') || 'no branches yet';
    case 'create':
      await git.branch({ ...repo, ref: name, checkout: true });
      return `Created branch ${name} and switched to it.`;
    case 'switch':
      await git.checkout({ ...repo, ref: name });
      return `Switched to branch ${name}.`;
    case 'delete':
      throw new ToolError('failed', 'Only the git program, which is not installed, can tell whether the branch is merged.');
  }
}
