import { join } from 'node:path';
import type { ToolContext } from '../../contract/tool.js';
import { globMatcher } from './glob-pattern.js';
import { listProjectFiles } from './project-files.js';
import { ripgrepPath } from './ripgrep.js';
import { searchWithRipgrep } from './ripgrep-search.js';
import { searchPlace } from './search-folder.js';
import { compilePattern, searchText } from './search-text.js';
import { countMatches, type FoundLine, type GrepArgs, type SearchResult } from './search-types.js';

const MAX_FILE_SIZE = 8 * 1024 * 1024;

/** Searches the project's readable files, with the changes of a dry run; the same with ripgrep and without. */
export async function searchProject(args: GrepArgs, context: ToolContext, ripgrep = ripgrepPath()): Promise<SearchResult> {
  const place = await searchPlace(args.path, context);
  const globbed = args.glob === undefined ? () => true : globMatcher(args.glob);
  const overlay = context.files.overlay();
  const wanted = (path: string): boolean =>
    (globbed(path) || (place.relative !== '' && globbed(path.slice(place.relative.length + 1)))) && context.guard.readable(join(context.root, path));
  const binary = await ripgrep;
  const onDisk = (path: string): boolean => wanted(path) && !overlay.has(join(context.root, path));
  const { lines, counts, cut } = binary
    ? await searchWithRipgrep({ binary, args, folder: place.relative, wanted: onDisk, maxFileSize: MAX_FILE_SIZE }, context)
    : { lines: new Map<string, FoundLine[]>(), counts: new Map<string, number>(), cut: false };

  const own = binary ? [...overlay.keys()].map((path) => context.files.display(path)) : await listProjectFiles(context, place.relative, ripgrep);
  // Only where it is needed: ripgrep's expressions know more than ours.
  const expression = !binary || own.length > 0 ? compilePattern(args) : /(?:)/;
  const below = (path: string): boolean => place.relative === '' || path === place.relative || path.startsWith(`${place.relative}/`);
  for (const path of place.isFile && !binary ? [place.relative] : own) {
    context.signal.throwIfAborted();
    if (!below(path) || !wanted(path) || overlay.get(join(context.root, path)) === null) continue;
    const found = await searchFile(join(context.root, path), expression, args.context ?? 0, context);
    if (found.length === 0) continue;
    lines.set(path, found);
    counts.set(path, countMatches(found));
  }
  return { lines: sorted(lines), counts: sorted(counts), cut, matches: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

async function searchFile(path: string, expression: RegExp, around: number, context: ToolContext): Promise<FoundLine[]> {
  const stats = await context.files.stat(path).catch(() => undefined);
  if (stats?.kind !== 'file' || stats.size > MAX_FILE_SIZE) return [];
  const content = await context.files.read(path).catch(() => undefined);
  return content && !content.subarray(0, 8192).includes(0) ? searchText(content.toString('utf8'), expression, around) : [];
}

function sorted<T>(byPath: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...byPath].sort(([a], [b]) => (a < b ? -1 : 1)));
}
