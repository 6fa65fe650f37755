import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool, type ToolContext, type ToolOutput } from '../../contract/tool.js';
import { LINE_ALIASES, PATH_ALIASES } from '../arg-aliases.js';
import { describeBinary } from './describe-binary.js';
import { numberLines, windowOf } from './line-window.js';
import { failMissing } from './missing-file.js';
import { readLargeFile } from './read-large.js';
import { decodeText } from './text-encoding.js';

/** Larger files are read in pieces. */
const WHOLE_FILE_BYTES = 16 * 1024 * 1024;

export const read = defineTool({
  name: 'read',
  description: 'Read a file with line numbers',
  input: () =>
    z.object({
      path: z.string().min(1),
      start_line: z.int().optional().describe('negative: from the end'),
      end_line: z.int().optional(),
    }),
  aliases: ['read_file', 'file_read', 'get_lines', 'read_lines', 'get_file', 'open_file', 'view_file', 'view', 'head', 'tail', 'cat'],
  aliasArgs: { head: { lines: 10 }, tail: { lines: 10, from_end: true } },
  argAliases: { ...PATH_ALIASES, ...LINE_ALIASES },
  coerce: toWindow,
  set: 'core',
  kind: 'read',
  access: ({ path }) => [{ kind: 'read', path }],
  run: async ({ path, start_line, end_line }, context) => {
    if (start_line !== undefined && end_line !== undefined && start_line > 0 && end_line > 0 && end_line < start_line) {
      throw new ToolError('invalid_args', `end_line ${end_line} lies before start_line ${start_line}`);
    }
    const file = context.files.resolve(path, 'read');
    const stats = (await context.files.stat(file)) ?? (await failMissing(file, context));
    const name = context.files.display(file);
    if (stats.kind === 'directory') throw new ToolError('failed', `${name} is a folder; use ls to see what is in it`);
    if (stats.kind !== 'file') throw new ToolError('failed', `${name} is not a regular file`);
    if (stats.size > WHOLE_FILE_BYTES) return readLargeFile({ file, name, size: stats.size, start: start_line, end: end_line }, context);
    return readWhole(file, name, { start: start_line, end: end_line }, context);
  },
});

async function readWhole(file: string, name: string, range: { start?: number; end?: number }, context: ToolContext): Promise<ToolOutput> {
  const content = await context.files.read(file);
  const decoded = decodeText(content);
  if (!decoded) return { text: describeBinary(name, content), data: { path: name, binary: true, size: content.length } };
  context.files.markSeen(file, content);
  if (decoded.text === '') return { text: `${name} is empty`, data: { path: name, lines: 0 } };
  const lines = decoded.text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const { from, to } = windowOf(range, lines.length);
  if (from > lines.length) throw new ToolError('failed', `${name} has only ${lines.length} lines; start_line ${from} lies behind its end`);
  const shown = numberLines(lines.slice(from - 1, to), from, context.budget);
  const last = from + shown.count - 1;
  const left = lines.length - last;
  const wasCut = last < to;
  const note = left > 0 && (wasCut || range.end === undefined) ? `\n… ${left} more ${left === 1 ? 'line' : 'lines'} (use start_line=${last + 1})` : '';
  const encoding = decoded.encoding === 'utf-8' ? '' : `\n(encoding: ${decoded.encoding}; kept when edited)`;
  return { text: `${shown.text}${note}${encoding}`, data: { path: name, lines: lines.length, start_line: from, end_line: last } };
}

/** `offset` and `limit`, `lines` from the front or the end: other ways to ask for a window. */
function toWindow({ offset, limit, lines, n, from_end, ...rest }: Record<string, unknown>): Record<string, unknown> {
  if (offset !== undefined) rest.start_line ??= offset;
  const count = Number(limit ?? n ?? lines);
  if (!Number.isInteger(count) || count < 1) return rest;
  if (from_end === true && rest.start_line === undefined) return { ...rest, start_line: -count };
  const start = Number(rest.start_line);
  if (!(start < 0)) rest.end_line ??= (start > 0 ? start : 1) + count - 1;
  return rest;
}
