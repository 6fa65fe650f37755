import { statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import { globPlaces } from '../../lib/glob-places.js';
import { PATHS } from '../../lib/path-rules.js';
import { truncateLines } from '../../lib/truncate.js';
import { PATH_ALIASES } from '../arg-aliases.js';
import { globMatcher } from './glob-pattern.js';
import { listProjectFiles } from './project-files.js';
import { searchPlace } from './search-folder.js';

export const glob = defineTool({
  name: 'glob',
  description: 'Find files by name pattern, newest first',
  input: () => z.object({ pattern: z.string().min(1), path: z.string().optional() }),
  aliases: ['find', 'find_files', 'file_search', 'search_file_names'],
  argAliases: { ...PATH_ALIASES, query: 'pattern', glob: 'pattern', file_pattern: 'pattern', name: 'pattern', filename: 'pattern' },
  set: 'core',
  kind: 'search',
  access: ({ pattern, path }) => [...new Set([path ?? '.', ...globPlaces(pattern, path)])].map((place) => ({ kind: 'read', path: place })),
  run: async ({ pattern, path }, context) => {
    const { relative } = await searchPlace(path, context);
    const matches = matcherFor(pattern, relative, context.root);
    const files = (await listProjectFiles(context, relative)).filter(matches);
    if (files.length === 0) return { text: `no file matches ${pattern}`, data: { files: [] } };
    const newest = newestFirst(files, context);
    return { text: truncateLines(newest.join('\n'), context.budget, 'use a narrower pattern'), data: { files: newest } };
  },
});

/** Patterns are meant from the folder searched, or from the root. */
function matcherFor(pattern: string, folder: string, root: string): (path: string) => boolean {
  const [wanted, top] = [pattern, root].map(PATHS.portable) as [string, string];
  const relative = wanted.startsWith(`${top}/`) ? wanted.slice(top.length + 1) : wanted;
  const matches = globMatcher(relative);
  return (path) => matches(path) || (folder !== '' && matches(path.slice(folder.length + 1)));
}

function newestFirst(files: readonly string[], context: ToolContext): string[] {
  const overlay = context.files.overlay();
  // One call each, without a promise: for thousands of files that is several times faster.
  const timeOf = (file: string): number => {
    const absolute = join(context.root, file);
    return overlay.get(absolute) ? Number.POSITIVE_INFINITY : (statSync(absolute, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  };
  return files
    .map((file) => ({ file, time: timeOf(file) }))
    .sort((a, b) => (b.time === a.time ? (a.file < b.file ? -1 : 1) : b.time - a.time))
    .map(({ file }) => file);
}
