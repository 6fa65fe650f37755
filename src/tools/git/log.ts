import { z } from 'zod';
import { defineTool } from '../../contract/tool.js';
import type { LogEntry } from './log-entry.js';
import { hasGit, pathspec, repositoryOf, runGit, tryGit } from './run-git.js';

const MAX_COMMITS = 500;

/** `git_log`: newest commits first, of the repository or of one path. */
export const gitLog = defineTool({
  name: 'git_log',
  description: 'Latest commits.',
  input: () => z.object({ path: z.string().min(1).optional(), limit: z.int().min(1).max(MAX_COMMITS).default(20) }),
  set: 'git',
  kind: 'read',
  aliases: ['git_history'],
  argAliases: { file: 'path', n: 'limit', max_count: 'limit', count: 'limit' },
  access: () => [{ kind: 'git', action: 'read' }],
  async run({ path, limit }, context) {
    repositoryOf(context);
    const entries = hasGit(context) ? parseLog(await readLog()) : await (await import('./without-git.js')).log(context, limit, path);
    return { text: entries.map(describe).join('\n') || 'no commits', data: entries };

    async function readLog(): Promise<string> {
      if ((await tryGit(context, ['rev-parse', '-q', '--verify', 'HEAD'])).exitCode !== 0) return '';
      const format = ['--format=%h%x00%an%x00%ad%x00%s', '--date=short', '--no-color'];
      return runGit(context, ['log', '-n', String(limit), ...format, '--', ...(path === undefined ? [] : [pathspec(context, path)])]);
    }
  },
});

/** Reads lines of `hash NUL author NUL date NUL subject`. */
function parseLog(output: string): LogEntry[] {
  return output
    .split('\n')
    .filter((line) => line.includes('\0'))
    .map((line) => {
      const [commit = '', author = '', date = '', ...subject] = line.split('\0');
      return { commit, author, date, subject: subject.join('\0') };
    });
}

function describe({ commit, date, author, subject }: LogEntry): string {
  return `${commit} ${date} ${author}: ${subject}`;
}
