import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';

const SHOWN = 30;

/** `complexity`: functions by cyclomatic complexity, counted on the syntax tree, worst first. */
export const complexity = defineTool({
  name: 'complexity',
  description: 'Most complex functions.',
  input: () => z.object({ path: z.string().min(1).optional() }),
  set: 'analysis',
  kind: 'read',
  aliases: ['get_complexity', 'code_complexity'],
  argAliases: { file: 'path', directory: 'path', folder: 'path' },
  access: ({ path = '.' }) => [{ kind: 'read', path }],
  async run({ path }, context) {
    const absolute = path === undefined ? undefined : context.files.resolve(path, 'list');
    if (absolute !== undefined && !(await context.files.stat(absolute))) throw new ToolError('not_found', `${path}: there is no such file or folder`);
    const below = absolute === undefined ? '' : context.guard.display(absolute);
    const all = await context.index.complexity(below === '' || below === '.' ? undefined : below, context.signal);
    const sorted = [...all].sort((a, b) => b.complexity - a.complexity || b.nesting - a.nesting || a.path.localeCompare(b.path) || a.line - b.line);
    if (sorted.length === 0) return { text: 'No functions found.', data: [] };
    const mean = sorted.reduce((sum, each) => sum + each.complexity, 0) / sorted.length;
    const lines = sorted.slice(0, SHOWN).map((each) => `${each.complexity}\tnesting ${each.nesting}\t${each.path}:${each.line}\t${each.name}`);
    const more = sorted.length > SHOWN ? [`… ${sorted.length - SHOWN} more (name a path)`] : [];
    return {
      text: [`${sorted.length} functions, mean complexity ${mean.toFixed(1)}; the most complex:`, ...lines, ...more].join('\n'),
      data: sorted.slice(0, 200),
    };
  },
});
