import type { ToolContext } from '../../contract/tool.js';
import { commonRules, runRipgrep } from './ripgrep.js';
import { countMatches, type FoundLine, type GrepArgs } from './search-types.js';

/** No result shows more; what comes after is counted, not read. */
const MAX_SHOWN_BYTES = 1024 * 1024;

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
  const patterns = [...matchFlags(search), ...commonRules(context), '--regexp', search.args.pattern, '--', search.folder === '' ? './' : `./${search.folder}`];
  const around = search.args.context ? [`--context=${search.args.context}`] : [];
  const listing = ['--line-number', '--with-filename', '--no-heading', '--null', '--field-match-separator=:', '--field-context-separator=-', ...around];
  const first = await runRipgrep(search.binary, [...listing, ...patterns], context, MAX_SHOWN_BYTES);
  if (!first.cut) {
    const lines = parseLines(first.output, search.wanted);
    return { lines, counts: new Map([...lines].map(([path, found]) => [path, countMatches(found)])), cut: false };
  }
  const [ordered, counted] = await Promise.all([
    runRipgrep(search.binary, [...listing, '--sort=path', ...patterns], context, MAX_SHOWN_BYTES),
    runRipgrep(search.binary, ['--count', '--with-filename', '--null', ...patterns], context),
  ]);
  return { lines: parseLines(ordered.output, search.wanted), counts: parseCounts(counted.output, search.wanted), cut: counted.cut };
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
