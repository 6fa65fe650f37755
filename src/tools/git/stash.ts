import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';
import { hasGit, repositoryOf, runGit, tryGit } from './run-git.js';

/** `git_stash`: nothing is ever dropped, so nothing is lost: a pop that conflicts keeps its stash (git-stash(1)). */
export const gitStash = defineTool({
  name: 'git_stash',
  description: 'Put changes of tracked files aside (push), list, show or bring back (pop, apply).',
  input: () => z.object({ action: z.enum(['push', 'pop', 'apply', 'list', 'show']).default('push') }),
  set: 'git',
  kind: 'execute',
  coerce: (raw) => (raw.action === 'save' ? { ...raw, action: 'push' } : raw),
  access: ({ action }) => [{ kind: 'git', action: action === 'list' || action === 'show' ? 'read' : 'write' }],
  async run({ action }, context) {
    repositoryOf(context);
    if (!hasGit(context)) throw new ToolError('failed', 'git_stash needs the git program, which is not installed.');
    if (context.files.overlay().size > 0) throw new ToolError('failed', 'In a dry run nothing is stashed.');
    if (action === 'list') return { text: (await runGit(context, ['stash', 'list'])).trimEnd() || 'no stashes' };
    if (action !== 'push' && (await tryGit(context, ['rev-parse', '-q', '--verify', 'refs/stash'])).exitCode !== 0)
      throw new ToolError('not_found', 'There are no stashes.');
    if (action === 'show') return { text: (await runGit(context, ['stash', 'show', '--stat', '--no-color'])).trimEnd() };
    const said = await runGit(context, ['stash', action], { writes: true });
    return { text: said.trim() || `stash ${action}: done` };
  },
});
