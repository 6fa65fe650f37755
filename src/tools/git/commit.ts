import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import type { Access } from '../../contract/security.js';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import type { GitStatus } from '../../lib/git-status.js';
import { gitFailure, hasGit, inRepository, pathspec, repositoryOf, runGit, tryGit, visible } from './run-git.js';
import { readStatus } from './status.js';

const input = () => z.object({ message: z.string().trim().min(1), paths: z.array(z.string().min(1)).min(1).optional() });

/** Hooks may run a test suite. Milliseconds. */
const COMMIT_TIMEOUT = 600_000;

/**
 * `git_commit`: the given paths (untracked ones only when they are named), else what is staged, else all changes of
 * tracked files. Runs the repository's hooks; refuses while there are conflicts.
 */
export const gitCommit = defineTool({
  name: 'git_commit',
  description: 'Commit paths, or what is staged, or all changes of tracked files.',
  input,
  set: 'git',
  kind: 'execute',
  argAliases: { msg: 'message', files: 'paths', path: 'paths' },
  coerce: (raw) => (typeof raw.paths === 'string' && !raw.paths.trim().startsWith('[') ? { ...raw, paths: [raw.paths] } : raw),
  access: ({ paths = [] }): Access[] => [{ kind: 'git', action: 'write' }, ...paths.map((path) => ({ kind: 'read' as const, path }))],
  async run({ message, paths }, context) {
    repositoryOf(context);
    if (context.files.overlay().size > 0) throw new ToolError('failed', 'In a dry run nothing is committed.');
    const status = await readStatus(context);
    refuseConflicts(status);
    refuseNothing(status, context, paths);
    if (!hasGit(context)) return { text: await (await import('./without-git.js')).commit(context, message, paths) };
    const made = paths ? await commitPaths(context, message, paths) : await commitTracked(context, message, status);
    if (made.exitCode !== 0) throw gitFailure('commit (nothing was committed; a hook may have refused it)', made);
    const summary = await runGit(context, ['show', '--stat', '--format=%h %s', '--no-color', '--no-ext-diff', '--no-textconv', 'HEAD']);
    const said = made.stderr.trim();
    return { text: `Committed ${summary.trimEnd()}${said ? `\n\nhooks said:\n${said.slice(0, 4000)}` : ''}` };
  },
});

function refuseConflicts(status: GitStatus): void {
  const conflicts = status.entries.filter((entry) => entry.conflict).map((entry) => entry.path);
  if (conflicts.length > 0) throw new ToolError('failed', `Not committed: conflicts in ${conflicts.join(', ')}. Resolve and stage them first.`);
}

function refuseNothing(status: GitStatus, context: ToolContext, paths: readonly string[] | undefined): void {
  const wanted = paths?.map((path) => inRepository(context, path));
  const inside = (path: string): boolean =>
    wanted?.some((each) => each === '' || path === each || path.startsWith(`${each}/`) || each.startsWith(path)) ?? true;
  const { top } = repositoryOf(context);
  const changed = status.entries.filter((entry) => (paths ? true : entry.index !== '?') && inside(entry.path));
  const secret = paths ? changed.filter((entry) => !entry.path.endsWith('/') && !visible(context, top, entry.path)) : [];
  if (secret.length > 0) throw new ToolError('denied', `Not committed: ${secret.map((entry) => entry.path).join(', ')} is protected.`);
  if (changed.length > 0) return;
  const untracked = status.entries.filter((entry) => entry.index === '?').map((entry) => entry.path);
  const hint = !paths && untracked.length > 0 ? ` Untracked files are only committed when paths names them: ${untracked.slice(0, 10).join(', ')}.` : '';
  throw new ToolError('failed', `Nothing to commit${paths ? ` in ${paths.join(', ')}` : ''}.${hint}`);
}

/** Only these paths, whatever else is staged. New files among them are added first, as the person asked for them. */
async function commitPaths(context: ToolContext, message: string, paths: readonly string[]) {
  const specs = paths.map((path) => pathspec(context, path));
  const isNew = (await runGit(context, ['ls-files', '-o', '--exclude-standard', '-z', '--full-name', '--', ...specs]))
    .split('\0')
    .filter((name) => name !== '');
  const { top } = repositoryOf(context);
  const secret = isNew.filter((name) => !visible(context, top, name));
  if (secret.length > 0) throw new ToolError('denied', `Not committed: ${secret.join(', ')} is protected. Name the other files one by one.`);
  if (isNew.length > 0) await runGit(context, ['add', '--intent-to-add', '--', ...isNew.map((name) => `:(top,literal)${name}`)], { writes: true });
  const made = await tryGit(context, ['commit', '-q', '-F', '-', '--only', '--', ...specs], commitOptions(message));
  // A refused commit leaves the index as it was.
  if (made.exitCode !== 0 && isNew.length > 0)
    await tryGit(context, ['rm', '-q', '--cached', '--', ...isNew.map((name) => `:(top,literal)${name}`)], { writes: true });
  return made;
}

function commitTracked(context: ToolContext, message: string, status: GitStatus) {
  const staged = status.entries.some((entry) => entry.index !== '.' && entry.index !== '?');
  return tryGit(context, ['commit', '-q', ...(staged ? [] : ['-a']), '-F', '-'], commitOptions(message));
}

function commitOptions(message: string) {
  return { writes: true, hooks: true, input: message, timeout: COMMIT_TIMEOUT };
}
