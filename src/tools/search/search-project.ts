import { join } from 'node:path';
import type { ToolContext } from '../../contract/tool.js';
import { globMatcher } from './glob-pattern.js';
import { listProjectFiles } from './project-files.js';
import { commonRules, ripgrepPath, runRipgrep } from './ripgrep.js';
import { searchPlace } from './search-folder.js';
import { compilePattern, searchText } from './search-text.js';

export interface GrepArgs {
  pattern: string;
  path?: string;
  glob?: string;
  ignore_case?: boolean;
  literal?: boolean;
  context?: number;
}

/** A line of the result; `match` is false for lines around a match. */
export interface FoundLine {
  line: number;
  text: string;
  match: boolean;
}

export interface SearchResult {
  matches: number;
  /** Matching lines by path, paths in order. */
  counts: Map<string, number>;
  lines: Map<string, FoundLine[]>;
  /** The search was stopped because there was too much. */
  cut: boolean;
}

const MAX_FILE_SIZE = 8 * 1024 * 1024;

/** Searches the project's readable files, with the changes of a dry run; the same with ripgrep and without. */
export async function searchProject(args: GrepArgs, context: ToolContext, ripgrep = ripgrepPath()): Promise<SearchResult> {
  const place = await searchPlace(args.path, context);
  const globbed = args.glob === undefined ? () => true : globMatcher(args.glob);
  const overlay = context.files.overlay();
  const wanted = (path: string): boolean =>
    (globbed(path) || (place.relative !== '' && globbed(path.slice(place.relative.length + 1)))) && context.guard.readable(join(context.root, path));
  const lines = new Map<string, FoundLine[]>();
  const binary = await ripgrep;
  let cut = false;
  if (binary) cut = await searchWithRipgrep(binary, args, place.relative, context, (path) => wanted(path) && !overlay.has(join(context.root, path)), lines);

  const expression = compilePattern(args);
  const own = binary ? [...overlay.keys()].map((path) => context.files.display(path)) : await listProjectFiles(context, place.relative, ripgrep);
  const below = (path: string): boolean => place.relative === '' || path === place.relative || path.startsWith(`${place.relative}/`);
  for (const path of place.isFile && !binary ? [place.relative] : own) {
    context.signal.throwIfAborted();
    if (!below(path) || !wanted(path) || overlay.get(join(context.root, path)) === null) continue;
    const found = await searchFile(join(context.root, path), expression, args.context ?? 0, context);
    if (found.length > 0) lines.set(path, found);
  }
  return summarise(lines, cut);
}

async function searchFile(path: string, expression: RegExp, around: number, context: ToolContext): Promise<FoundLine[]> {
  const stats = await context.files.stat(path).catch(() => undefined);
  if (stats?.kind !== 'file' || stats.size > MAX_FILE_SIZE) return [];
  const content = await context.files.read(path).catch(() => undefined);
  return content && !content.subarray(0, 8192).includes(0) ? searchText(content.toString('utf8'), expression, around) : [];
}

async function searchWithRipgrep(
  binary: string,
  args: GrepArgs,
  folder: string,
  context: ToolContext,
  wanted: (path: string) => boolean,
  lines: Map<string, FoundLine[]>,
): Promise<boolean> {
  const flags = [
    '--line-number',
    '--with-filename',
    '--no-heading',
    '--null',
    '--field-match-separator=:',
    '--field-context-separator=-',
    `--max-filesize=${MAX_FILE_SIZE}`,
  ];
  if (args.ignore_case) flags.push('--ignore-case');
  if (args.literal) flags.push('--fixed-strings');
  else flags.push('--engine=auto');
  if (args.pattern.includes('\n') || (!args.literal && args.pattern.includes('\\n'))) flags.push('--multiline');
  if (args.context) flags.push(`--context=${args.context}`);
  // A plain name pattern lets ripgrep leave files out; a --glob would also bring ignored files back.
  if (args.glob !== undefined && /^[\w.*?-]+$/.test(args.glob)) flags.push(`--type-add=wanted:${args.glob}`, '--type=wanted');
  const { output, cut } = await runRipgrep(
    binary,
    [...flags, ...commonRules(context), '--regexp', args.pattern, '--', folder === '' ? './' : `./${folder}`],
    context,
  );
  const verdicts = new Map<string, boolean>();
  for (const row of output.split('\n')) {
    const end = row.indexOf('\0');
    if (end < 0) continue;
    const path = row.slice(0, end).replace(/^\.\//, '');
    const isWanted = verdicts.get(path) ?? wanted(path);
    verdicts.set(path, isWanted);
    const parsed = isWanted ? /^(\d+)([:-])(.*)$/s.exec(row.slice(end + 1)) : null;
    if (!parsed) continue;
    const line: FoundLine = { line: Number(parsed[1]), text: (parsed[3] ?? '').replace(/\r$/, ''), match: parsed[2] === ':' };
    const known = lines.get(path);
    if (known) known.push(line);
    else lines.set(path, [line]);
  }
  return cut;
}

function summarise(lines: Map<string, FoundLine[]>, cut: boolean): SearchResult {
  const sorted = new Map([...lines].sort(([a], [b]) => (a < b ? -1 : 1)));
  const counts = new Map<string, number>();
  let matches = 0;
  for (const [path, found] of sorted) {
    const count = found.filter((line) => line.match).length;
    counts.set(path, count);
    matches += count;
  }
  return { matches, counts, lines: sorted, cut };
}
