import { z } from 'zod';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import { type GitStatus, type GitStatusEntry, parseGitStatus } from '../../lib/git-status.js';
import { hasGit, repositoryOf, runGit } from './run-git.js';

/** `git_status`: branch, upstream, conflicts, staged, changed and untracked paths. */
export const gitStatus = defineTool({
  name: 'git_status',
  description: 'Branch and changed files.',
  input: () => z.object({}),
  set: 'git',
  kind: 'read',
  aliases: ['status'],
  access: () => [{ kind: 'git', action: 'read' }],
  async run(_args, context) {
    const status = await readStatus(context);
    return { text: describeStatus(status), data: status };
  },
});

/** The state of the repository, by git, or by isomorphic-git where there is no git. */
export async function readStatus(context: ToolContext): Promise<GitStatus> {
  repositoryOf(context);
  if (!hasGit(context)) return (await import('./without-git.js')).status(context);
  return parseGitStatus(await runGit(context, ['status', '--porcelain=v2', '--branch', '-z', '--ignore-submodules=dirty']));
}

const LETTERS: Record<string, string> = { M: 'modified', A: 'new file', D: 'deleted', R: 'renamed', C: 'copied', T: 'type changed' };

/** The status as lines for the model. */
function describeStatus(status: GitStatus): string {
  const head = status.branch === undefined ? `HEAD detached at ${status.commit ?? '?'}` : `On branch ${status.branch}`;
  const lines = [status.commit === undefined ? `${head} (no commits yet)` : head];
  if (status.upstream) lines.push(`upstream ${status.upstream}: ahead ${status.ahead}, behind ${status.behind}`);
  const section = (title: string, entries: readonly GitStatusEntry[], letter: (entry: GitStatusEntry) => string): void => {
    if (entries.length > 0)
      lines.push(`${title}:`, ...entries.map((entry) => `  ${label(letter(entry))}${entry.from ? `${entry.from} -> ` : ''}${entry.path}`));
  };
  const { entries } = status;
  const plain = entries.filter((entry) => !entry.conflict && entry.index !== '?');
  section(
    'conflicts',
    entries.filter((entry) => entry.conflict),
    () => '',
  );
  section(
    'staged',
    plain.filter((entry) => entry.index !== '.'),
    (entry) => entry.index,
  );
  section(
    'changed, not staged',
    plain.filter((entry) => entry.worktree !== '.'),
    (entry) => entry.worktree,
  );
  section(
    'untracked',
    entries.filter((entry) => entry.index === '?'),
    () => '',
  );
  if (entries.length === 0) lines.push('nothing changed');
  return lines.join('\n');
}

function label(letter: string): string {
  return letter === '' ? '' : `${LETTERS[letter] ?? letter}: `;
}
