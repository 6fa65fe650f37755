import { join } from 'node:path';
import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool, type ToolContext } from '../../contract/tool.js';

const KINDS = ['TODO', 'FIXME', 'HACK', 'XXX', 'BUG', 'NOTE'] as const;
const MAX_FILE = 1_000_000;
const MAX_HITS = 1000;

export interface Todo {
  path: string;
  line: number;
  kind: string;
  text: string;
}

/** `todos`: marks in comments (TODO, FIXME …), of one kind or all but NOTE. */
export const todos = defineTool({
  name: 'todos',
  description: 'TODO, FIXME, HACK … comments.',
  input: () =>
    z.object({
      path: z.string().min(1).optional(),
      kind: z
        .string()
        .regex(/^\w{1,20}$/)
        .optional(),
    }),
  set: 'analysis',
  kind: 'search',
  aliases: ['get_todos', 'find_todos', 'list_todos'],
  argAliases: { file: 'path', directory: 'path', type: 'kind', tag: 'kind' },
  access: ({ path = '.' }) => [{ kind: 'read', path }],
  async run({ path, kind }, context) {
    const absolute = path === undefined ? undefined : context.files.resolve(path, 'list');
    if (absolute !== undefined && !(await context.files.stat(absolute))) throw new ToolError('not_found', `${path}: there is no such file or folder`);
    const below = absolute === undefined ? '' : context.guard.display(absolute);
    const files = (await context.index.files(context.signal)).filter((file) => below === '' || below === '.' || file === below || file.startsWith(`${below}/`));
    const found: Todo[] = [];
    for (const file of files) {
      context.signal.throwIfAborted();
      if (found.length >= MAX_HITS) break;
      const text = await textOf(file, context);
      if (text !== undefined) found.push(...findTodos(text, kind).map((todo) => ({ path: file, ...todo })));
    }
    if (found.length === 0) return { text: kind ? `No ${kind.toUpperCase()} comments.` : 'No TODO comments.', data: [] };
    const lines = found.map((todo) => `${todo.path}:${todo.line}: ${todo.kind} ${todo.text}`);
    return { text: [`${found.length}${found.length >= MAX_HITS ? ' or more' : ''} found`, ...lines].join('\n'), data: found };
  },
});

async function textOf(file: string, context: ToolContext): Promise<string | undefined> {
  const absolute = join(context.root, file);
  if (!context.guard.readable(absolute)) return undefined;
  const info = await context.files.stat(absolute).catch(() => undefined);
  if (info?.kind !== 'file' || info.size > MAX_FILE) return undefined;
  const content = await context.files.read(absolute).catch(() => undefined);
  return content === undefined || content.includes(0) ? undefined : content.toString('utf8');
}

/** Marks that stand in a comment: after `//`, `#`, `*`, `--`, `;`, `%` or `<!--`, in any language. Pure. */
export function findTodos(text: string, kind?: string): Array<Omit<Todo, 'path'>> {
  const names = kind === undefined ? KINDS.filter((name) => name !== 'NOTE').join('|') : kind;
  const mark = new RegExp(
    `(?:\\/\\/|\\/\\*|^\\s*\\*|#|--|;|%|<!--|^\\s*\\.\\.).*?(?<![\\w-])(${names})(?![\\w-])(?:\\(([^)]*)\\))?\\s*[:\\-]?\\s*(.*)`,
    kind === undefined ? '' : 'i',
  );
  return text.split('\n').flatMap((line, index) => {
    const match = line.length > 2000 ? null : mark.exec(line);
    if (!match) return [];
    const [, name = '', owner, rest = ''] = match;
    const said = rest.replace(/\s*(?:\*\/|-->)\s*$/, '').trim();
    return [{ line: index + 1, kind: name.toUpperCase(), text: owner ? `(${owner}) ${said}`.trim() : said }];
  });
}
