import type { ToolContext } from '../../contract/tool.js';
import { ownIgnores } from './own-ignores.js';
import { commonRules, runRipgrep } from './ripgrep.js';
import { countMatches, type FoundLine, type GrepArgs } from './search-types.js';

/** No result shows more; what comes after is counted, not read. */
const MAX_SHOWN_BYTES = 1024 * 1024;
const MAX_SHOWN_FILES = 200;

interface RipgrepSearch {
  binary: string;
  args: GrepArgs;
  /** Relative to the root; empty for all. */
  folder: string;
  wanted(path: string): boolean;
  maxFileSize: number;
}

interface RipgrepFindings {
  lines: Map<string, FoundLine[]>;
  counts: Map<string, number>;
  cut: boolean;
}

/**
 * On all cores first. When that finds more than anybody reads, it is stopped; then the first files in order are read again
 * (which files come first must not depend on chance) while another pass only counts.
 */
export async function searchWithRipgrep(search: RipgrepSearch, context: ToolContext): Promise<RipgrepFindings> {
  const place = search.folder === '' ? './' : `./${search.folder}`;
  const patterns = [...matchFlags(search), ...(await commonRules(search.binary, context)), '--regexp', search.args.pattern, '--'];
  const around = search.args.context ? [`--context=${search.args.context}`] : [];
  const listing = ['--line-number', '--with-filename', '--no-heading', '--null', '--field-match-separator=:', '--field-context-separator=-', ...around];
  const first = await runRipgrep(search.binary, [...listing, ...patterns, place], context, MAX_SHOWN_BYTES);
  if (!first.cut) {
    const lines = await withoutIgnored(parseLines(first.output, search.wanted), search.folder, context);
    return { lines, counts: new Map([...lines].map(([path, found]) => [path, countMatches(found)])), cut: false };
  }
  const list = async (...places: string[]) => {
    const { output } = await runRipgrep(search.binary, [...listing, '--sort=path', ...patterns, ...places], context, MAX_SHOWN_BYTES);
    return parseLines(output, search.wanted);
  };
  const [ordered, counted] = await Promise.all([list(place), runRipgrep(search.binary, ['--count', '--with-filename', '--null', ...patterns, place], context)]);
  const all = parseCounts(counted.output, search.wanted);
  const counts = await withoutIgnored(all, search.folder, context);
  // What is left out may fill the listing; then the files in order are named.
  const lines =
    counts.size === all.size
      ? ordered
      : await list(
          ...[...counts.keys()]
            .sort()
            .slice(0, MAX_SHOWN_FILES)
            .map((path) => `./${path}`),
        );
  return { lines, counts, cut: counted.cut };
}

async function withoutIgnored<T>(byPath: Map<string, T>, folder: string, context: ToolContext): Promise<Map<string, T>> {
  const ignored = await ownIgnores(byPath.keys(), folder, context);
  return ignored ? new Map([...byPath].filter(([path]) => path === folder || !ignored(path))) : byPath;
}

function matchFlags({ args, maxFileSize }: RipgrepSearch): string[] {
  const flags = [`--max-filesize=${maxFileSize}`, args.literal ? '--fixed-strings' : '--engine=auto'];
  if (args.ignore_case) flags.push('--ignore-case');
  if (args.pattern.includes('\n') || (!args.literal && args.pattern.includes('\\n'))) flags.push('--multiline');
  // A plain name pattern lets ripgrep leave files out; a --glob would also bring ignored files back.
  if (args.glob !== undefined && /^[\w.*?-]+$/.test(args.glob)) flags.push(`--type-add=wanted:${args.glob}`, '--type=wanted');
  return flags;
}

/** Rows `path NUL line : text`, and `path NUL line - text` for lines around a match. */
function parseLines(output: string, wanted: (path: string) => boolean): Map<string, FoundLine[]> {
  const lines = new Map<string, FoundLine[]>();
  eachRow(output, wanted, (path, rest) => {
    const parsed = /^(\d+)([:-])(.*)$/s.exec(rest);
    if (!parsed) return;
    const line: FoundLine = { line: Number(parsed[1]), text: (parsed[3] ?? '').replace(/\r$/, ''), match: parsed[2] === ':' };
    const known = lines.get(path);
    if (known) known.push(line);
    else lines.set(path, [line]);
  });
  return lines;
}

function parseCounts(output: string, wanted: (path: string) => boolean): Map<string, number> {
  const counts = new Map<string, number>();
  eachRow(output, wanted, (path, rest) => counts.set(path, Number(rest)));
  return counts;
}

function eachRow(output: string, wanted: (path: string) => boolean, take: (path: string, rest: string) => void): void {
  const verdicts = new Map<string, boolean>();
  // A stopped search ends within a row.
  const whole = output.slice(0, output.lastIndexOf('\n') + 1);
  for (const row of whole.split('\n')) {
    const end = row.indexOf('\0');
    if (end < 0) continue;
    const path = row.slice(0, end).replace(/^\.\//, '');
    const isWanted = verdicts.get(path) ?? wanted(path);
    verdicts.set(path, isWanted);
    if (isWanted) take(path, row.slice(end + 1));
  }
}
