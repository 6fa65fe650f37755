import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool } from '../../contract/tool.js';
import { truncateLines } from '../../lib/truncate.js';
import { PATH_ALIASES } from '../arg-aliases.js';
import { describeBinary } from './describe-binary.js';
import { readText } from './read-text.js';

export const text = defineTool({
  name: 'text',
  description: "Sort a file's lines, list them once with counts, or count lines, words and bytes; the file stays as it is",
  input: () =>
    z.object({
      action: z.enum(['sort', 'uniq', 'count']),
      path: z.string().min(1),
      numeric: z.boolean().optional(),
      reverse: z.boolean().optional(),
      ignore_case: z.boolean().optional(),
    }),
  aliases: ['sort', 'uniq', 'wc', 'count_lines', 'word_count'],
  aliasArgs: { sort: { action: 'sort' }, uniq: { action: 'uniq' }, wc: { action: 'count' }, count_lines: { action: 'count' }, word_count: { action: 'count' } },
  argAliases: { ...PATH_ALIASES, operation: 'action', op: 'action', case_insensitive: 'ignore_case', descending: 'reverse' },
  coerce: (raw) => ({ ...raw, action: WORDS[String(raw.action).toLowerCase()] ?? raw.action }),
  set: 'files',
  kind: 'read',
  access: ({ path }) => [{ kind: 'read', path }],
  run: async ({ action, path, ...options }, context) => {
    const { name, content, text: body, binary } = await readText(path, context);
    if (binary) throw new ToolError('failed', describeBinary(name, content));
    const lines = body.split(/\r?\n/);
    if (lines.at(-1) === '') lines.pop();
    if (action === 'count') {
      const words = body.split(/\s+/).filter((word) => word !== '').length;
      const data = { lines: lines.length, words, characters: [...body].length, bytes: content.length };
      return { text: `${name}: ${data.lines} lines, ${data.words} words, ${data.characters} characters, ${data.bytes} bytes`, data };
    }
    const result = action === 'sort' ? sortLines(lines, options) : countedLines(lines, options);
    return { text: truncateLines(result.join('\n'), context.budget), data: { lines: result.length } };
  },
});

interface LineOptions {
  numeric?: boolean;
  reverse?: boolean;
  ignore_case?: boolean;
}

const WORDS: Readonly<Record<string, string>> = { wc: 'count', lines: 'count', unique: 'uniq', dedupe: 'uniq' };

function sortLines(lines: readonly string[], { numeric, reverse, ignore_case }: LineOptions): string[] {
  const key = (line: string): string => (ignore_case ? line.toLowerCase() : line);
  const byText = (a: string, b: string): number => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  const number = (line: string): number => Number.parseFloat(line) || 0;
  const sorted = [...lines].sort((a, b) => (numeric ? number(a) - number(b) || byText(a, b) : byText(a, b)));
  return reverse ? sorted.reverse() : sorted;
}

/** Each different line once with how often it is there, the most frequent first; equal ones in the order of the file. */
function countedLines(lines: readonly string[], { reverse, ignore_case }: LineOptions): string[] {
  const counts = new Map<string, { line: string; count: number }>();
  for (const line of lines) {
    const key = ignore_case ? line.toLowerCase() : line;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, { line, count: 1 });
  }
  const sorted = [...counts.values()].sort((a, b) => b.count - a.count);
  if (reverse) sorted.reverse();
  const width = String(sorted.reduce((most, { count }) => Math.max(most, count), 0)).length;
  return sorted.map(({ line, count }) => `${String(count).padStart(width)} ${line}`);
}
