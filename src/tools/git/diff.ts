import { z } from 'zod';
import type { Access } from '../../contract/security.js';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import { hasGit, pathspec, repositoryOf, revision, runGit, tryGit, visible } from './run-git.js';

const input = () =>
  z.object({
    path: z.string().min(1).optional(),
    staged: z.boolean().optional(),
    commit: z.string().min(1).optional().describe('what this commit changed, or a range a..b'),
  });

/** `git_diff`: real hunks of the work tree, the index, one commit or a range. Protected files are named, not shown. */
export const gitDiff = defineTool({
  name: 'git_diff',
  description: 'Diff of uncommitted (or staged) changes, or of a commit.',
  input,
  set: 'git',
  kind: 'read',
  argAliases: { file: 'path', cached: 'staged', rev: 'commit', revision: 'commit', ref: 'commit' },
  access: ({ path }): Access[] => [{ kind: 'git', action: 'read' }, ...(path === undefined ? [] : [{ kind: 'read' as const, path }])],
  async run(args, context) {
    repositoryOf(context);
    if (!hasGit(context)) return { text: await (await import('./without-git.js')).diff(context, args) };
    const what = await subject(args, context);
    const paths = args.path === undefined ? [] : [pathspec(context, args.path)];
    const { hidden, exclude } = await hiddenPaths(context, what, paths);
    const diff = await runGit(context, [...what, '--no-ext-diff', '--no-textconv', '--no-color', '--', ...paths, ...exclude]);
    const note = hidden.length === 0 ? '' : `\n(not shown, protected: ${hidden.join(', ')})`;
    return { text: (diff.trimEnd() || (hidden.length > 0 ? '' : await nothing(args, context))) + note };
  },
});

type Args = z.output<ReturnType<typeof input>>;

async function subject({ commit, staged }: Args, context: ToolContext): Promise<string[]> {
  if (commit?.includes('..')) return ['diff', revision(commit)];
  if (commit !== undefined) return ['show', '--format=commit %h %an %ad%n%s%n', '--date=short', '--diff-merges=first-parent', revision(commit)];
  if (staged) return ['diff', '--cached'];
  const hasCommit = (await tryGit(context, ['rev-parse', '-q', '--verify', 'HEAD'])).exitCode === 0;
  // Against HEAD, so that staged changes are part of "uncommitted"; before the first commit there is only the index.
  return hasCommit ? ['diff', 'HEAD'] : ['diff', '--cached'];
}

/** Files of this diff that the model may not read, and the pathspecs that leave them out. */
async function hiddenPaths(context: ToolContext, what: readonly string[], paths: readonly string[]): Promise<{ hidden: string[]; exclude: string[] }> {
  const { top } = repositoryOf(context);
  const listing = what.filter((part) => !part.startsWith('--format'));
  if (listing[0] === 'show') listing.splice(1, 0, '--format=');
  const names = await runGit(context, [...listing, '--name-only', '--no-renames', '-z', '--', ...paths]);
  const hidden = names.split('\0').filter((name) => name.trim() !== '' && !visible(context, top, name.replace(/^\n/, '')));
  return { hidden, exclude: hidden.map((name) => `:(top,exclude,literal)${name}`) };
}

async function nothing({ staged, commit, path }: Args, context: ToolContext): Promise<string> {
  if (commit !== undefined) return 'no differences';
  const untracked = (await runGit(context, ['ls-files', '-o', '--exclude-standard', '-z', ...(path === undefined ? [] : ['--', pathspec(context, path)])]))
    .split('\0')
    .filter((name) => name !== '');
  const what = staged ? 'nothing is staged' : 'no uncommitted changes in tracked files';
  return untracked.length === 0 ? what : `${what}; untracked: ${untracked.slice(0, 20).join(', ')}${untracked.length > 20 ? ' …' : ''}`;
}
