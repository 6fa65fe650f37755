import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';

/** `dependencies`: the project files a file imports, and those that import it; importers of importers as a count. */
export const dependencies = defineTool({
  name: 'dependencies',
  description: 'Project files that a file imports, or that import it.',
  input: () => z.object({ path: z.string().min(1), direction: z.enum(['imports', 'importers', 'both']).default('both') }),
  set: 'analysis',
  kind: 'read',
  aliases: ['get_dependencies', 'get_dependents', 'get_imports'],
  argAliases: { file: 'path', file_path: 'path', filename: 'path' },
  access: ({ path }) => [{ kind: 'read', path }],
  async run({ path, direction }, context) {
    const file = context.files.resolve(path, 'read');
    const name = context.guard.display(file);
    const found = (await context.index.graph(context.signal)).find((each) => each.path === name);
    if (!found) {
      const there = await context.files.stat(file);
      if (!there) throw new ToolError('not_found', `${path}: there is no such file`);
      if (there.kind === 'directory') throw new ToolError('invalid_args', `${path} is a folder; name a file, or use architecture(view: "dependencies")`);
      return { text: `${name} is not part of the import graph (no code of a known language, or ignored).`, data: { path: name, imports: [], importers: [] } };
    }
    const lines: string[] = [];
    if (direction !== 'importers') lines.push(...section(`${name} imports`, found.imports));
    if (direction !== 'imports') {
      lines.push(...section(`${name} is imported by`, found.importers));
      const all = await context.index.impact(name, context.signal);
      const further = all.filter(({ distance }) => distance > 1);
      if (further.length > 0)
        lines.push(
          `and over these by ${further.length} more, nearest first: ${further
            .slice(0, 10)
            .map((each) => each.path)
            .join(', ')}${further.length > 10 ? ' …' : ''}`,
        );
    }
    return { text: lines.join('\n'), data: { path: name, imports: found.imports, importers: found.importers } };
  },
});

function section(title: string, paths: readonly string[]): string[] {
  return paths.length === 0 ? [`${title}: no file of the project`] : [`${title} (${paths.length}):`, ...paths.map((path) => `  ${path}`)];
}
