import { z } from 'zod';
import { defineTool } from '../../contract/tool.js';
import { PATH_ALIASES } from '../arg-aliases.js';
import { formatMatches } from './format-matches.js';
import { searchProject } from './search-project.js';

export const grep = defineTool({
  name: 'grep',
  description: 'Search file contents by regex',
  input: () =>
    z.object({
      pattern: z.string().min(1),
      path: z.string().optional(),
      glob: z.string().optional().describe('only these files'),
      ignore_case: z.boolean().optional(),
      literal: z.boolean().optional().describe('pattern is plain text'),
      context: z.int().min(0).max(50).optional().describe('lines around'),
    }),
  aliases: ['code_grep', 'search', 'search_files', 'grep_search', 'search_file_content', 'search_code', 'ripgrep', 'rg'],
  argAliases: {
    ...PATH_ALIASES,
    query: 'pattern',
    regex: 'pattern',
    search: 'pattern',
    include: 'glob',
    file_pattern: 'glob',
    include_pattern: 'glob',
    case_insensitive: 'ignore_case',
    context_lines: 'context',
  },
  coerce: ({ case_sensitive, ...raw }) =>
    case_sensitive === undefined || raw.ignore_case !== undefined ? raw : { ...raw, ignore_case: String(case_sensitive) === 'false' },
  set: 'core',
  kind: 'search',
  access: ({ path }) => [{ kind: 'read', path: path ?? '.' }],
  run: async (args, context) => {
    const found = await searchProject(args, context);
    const data = { matches: found.matches, files: found.counts.size };
    if (found.matches === 0) return { text: `no matches for ${args.pattern}`, data };
    return { text: formatMatches(found, context.budget), data };
  },
});
