import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';
import { hasGit, repositoryOf, runGit } from './run-git.js';

const input = () => z.object({ action: z.enum(['list', 'create', 'switch', 'delete']).default('list'), name: z.string().min(1).optional() });

/** `git_branch`: create also switches; delete only takes a merged branch, so that nothing is lost. */
export const gitBranch = defineTool({
  name: 'git_branch',
  description: 'List, create (and switch to), switch or delete a merged branch.',
  input,
  set: 'git',
  kind: 'execute',
  aliases: ['git_checkout', 'git_switch'],
  argAliases: { branch: 'name' },
  coerce: (raw) => {
    const action = ACTION_WORDS[String(raw.action ?? '').toLowerCase()] ?? raw.action;
    return { ...raw, ...(action === undefined ? (raw.name === undefined ? {} : { action: 'switch' }) : { action }) };
  },
  access: ({ action }) => [{ kind: 'git', action: action === 'list' ? 'read' : 'write' }],
  async run({ action, name }, context) {
    repositoryOf(context);
    if (action !== 'list') checkName(name);
    if (!hasGit(context)) return { text: await (await import('./without-git.js')).branch(context, action, name) };
    switch (action) {
      case 'list':
        return { text: (await runGit(context, ['branch', '--list', '-vv', '--no-color', '--sort=-committerdate'])).trimEnd() || 'no branches yet' };
      case 'create':
        await runGit(context, ['switch', '-q', '-c', name ?? ''], { writes: true });
        return { text: `Created branch ${name} and switched to it.` };
      case 'switch':
        await runGit(context, ['switch', '-q', '--no-guess', name ?? ''], { writes: true });
        return { text: `Switched to branch ${name}.` };
      case 'delete':
        await runGit(context, ['branch', '-q', '-d', '--', name ?? ''], { writes: true });
        return { text: `Deleted branch ${name}.` };
    }
  },
});

const ACTION_WORDS: Record<string, string> = { checkout: 'switch', new: 'create', add: 'create', remove: 'delete', show: 'list' };

/** What git-check-ref-format(1) allows, and nothing that could be read as an option. */
function checkName(name: string | undefined): void {
  if (name === undefined) throw new ToolError('invalid_args', 'name is missing: which branch?');
  const wrong = name.startsWith('-') || /[\s~^:?*[\\\x00-\x1f\x7f]|\.\.|@\{|\/\/|\.$|\/$|^\/|\.lock(\/|$)|(^|\/)\./.test(name) || name === '@';
  if (wrong) throw new ToolError('invalid_args', `"${name}" is not a valid branch name`);
}
