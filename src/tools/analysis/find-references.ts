import { z } from 'zod';
import { defineTool } from '../../contract/tool.js';

/** `find_references`: uses of a name in code, from the syntax tree; not in comments, not in strings. */
export const findReferences = defineTool({
  name: 'find_references',
  description: 'Where a symbol is used.',
  input: () => z.object({ symbol: z.string().trim().min(1), path: z.string().min(1).optional() }),
  set: 'analysis',
  kind: 'search',
  aliases: ['references', 'get_references', 'find_usages'],
  argAliases: { name: 'symbol', symbol_name: 'symbol', identifier: 'symbol', file: 'path' },
  access: ({ path = '.' }) => [{ kind: 'read', path }],
  async run({ symbol, path }, context) {
    // "Basket.total", "total()" and "Foo::bar" ask for the last name.
    const name =
      symbol
        .replace(/\(.*\)$/, '')
        .split(/::|[.#]/)
        .at(-1) ?? symbol;
    const below = path === undefined ? undefined : context.guard.display(context.files.resolve(path, 'list')) || undefined;
    const hits = (
      await context.index.findReferences(name, { ...(below === undefined || below === '.' ? {} : { path: below }), signal: context.signal })
    ).filter((hit) => context.guard.readable(`${context.root}/${hit.path}`));
    if (hits.length === 0) {
      const { nearest, hits: defined } = await context.index.findSymbol(name, { signal: context.signal });
      const hint =
        defined.length > 0
          ? `It is defined in ${defined
              .map((hit) => `${hit.path}:${hit.line}`)
              .slice(0, 5)
              .join(', ')}.`
          : nearest.length > 0
            ? `Nearest names: ${nearest.slice(0, 8).join(', ')}.`
            : '';
      return { text: `No references to ${name}. ${hint}`.trim(), data: [] };
    }
    const files = new Set(hits.map((hit) => hit.path)).size;
    const lines = hits.map((hit) => `${hit.path}:${hit.line}${hit.within ? ` (in ${hit.within})` : ''}: ${hit.text.trim().slice(0, 200)}`);
    return {
      text: [`${hits.length} ${hits.length === 1 ? 'reference' : 'references'} to ${name} in ${files} ${files === 1 ? 'file' : 'files'}`, ...lines].join('\n'),
      data: hits,
    };
  },
});
