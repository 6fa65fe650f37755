import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';
import { truncateLines } from '../../lib/truncate.js';
import { PATH_ALIASES } from '../arg-aliases.js';

const MAX_SHOWN = 5;

export const findSymbol = defineTool({
  name: 'find_symbol',
  description: 'Find the definition of a function, class or type, with its source',
  input: () => z.object({ name: z.string().min(1), path: z.string().optional() }),
  aliases: ['find_definition', 'get_definition', 'get_function', 'get_class', 'go_to_definition'],
  argAliases: { ...PATH_ALIASES, symbol: 'name', symbol_name: 'name', function: 'name', class: 'name', query: 'name', identifier: 'name' },
  set: 'core',
  kind: 'search',
  access: ({ path }) => [{ kind: 'read', path: path ?? '.' }],
  run: async ({ name, path }, context) => {
    const place = path === undefined ? undefined : context.files.display(context.files.resolve(path, 'list'));
    const { hits, nearest } = await context.index.findSymbol(name, { signal: context.signal, ...(place && place !== '.' ? { path: place } : {}) });
    if (hits.length === 0) {
      const advice = nearest.length > 0 ? `; the nearest names are ${nearest.join(', ')}` : '; try grep';
      throw new ToolError('not_found', `nothing named ${name} is defined${place && place !== '.' ? ` in ${place}` : ' in the project'}${advice}`, { nearest });
    }
    const room = Math.floor(context.budget / Math.min(hits.length, MAX_SHOWN)) - 120;
    const blocks = hits.slice(0, MAX_SHOWN).map((hit) => {
      const owner = hit.parent ? ` of ${hit.parent}` : '';
      return `${hit.path}:${hit.line}-${hit.end_line} ${hit.kind} ${hit.name}${owner}\n${truncateLines(hit.source, Math.max(200, room), `read ${hit.path}`)}`;
    });
    const others = hits.slice(MAX_SHOWN).map((hit) => `${hit.path}:${hit.line} ${hit.kind} ${hit.name}`);
    const text = [...blocks, ...(others.length > 0 ? [`also defined at:\n${others.join('\n')}`] : [])].join('\n\n');
    return { text, data: { hits: hits.map(({ source: _source, ...hit }) => hit) } };
  },
});
