import { ToolError } from '../../contract/error.js';
import type { ToolContext, ToolOutput } from '../../contract/tool.js';
import { describeBinary } from './describe-binary.js';
import { numberLines } from './line-window.js';

const PIECE = 1024 * 1024;
const NEWLINE = 0x0a;

interface LargeRead {
  file: string;
  name: string;
  size: number;
  start?: number;
  end?: number;
}

/** A window of a file that is too large to hold: read piece by piece, from the front or, for a negative start, from the back. */
export async function readLargeFile(request: LargeRead, context: ToolContext): Promise<ToolOutput> {
  const { file, name, size, start = 1 } = request;
  const head = await context.files.readPart(file, 0, 64 * 1024);
  if (head.includes(0)) return { text: describeBinary(name, head, size), data: { path: name, binary: true, size } };
  const found = start < 0 ? await lastLines(request, -start, context) : await linesFrom(request, Math.max(1, start), context);
  const shown = numberLines(found.lines, found.first, context.budget);
  const next = found.first + shown.count;
  const more = shown.count < found.lines.length || found.more ? `\n… more lines (use start_line=${next})` : '';
  const label = start < 0 ? '\n(line numbers are counted from the end of the file: the last is -1)' : '';
  return { text: `${shown.text}${more}${label}`, data: { path: name, size, start_line: found.first, end_line: next - 1 } };
}

async function linesFrom({ file, name, size, end }: LargeRead, start: number, context: ToolContext) {
  const position = await offsetOfLine(file, size, start, context);
  if (position === undefined) throw new ToolError('failed', `${name} has fewer than ${start} lines`);
  const bytes = await context.files.readPart(file, position, Math.max(PIECE, context.budget * 4));
  const lines = bytes.toString('utf8').split(/\r?\n/);
  const reachesEnd = position + bytes.length >= size;
  // The last line of a piece is probably cut.
  if (lines.length > 1 && (!reachesEnd || lines.at(-1) === '')) lines.pop();
  const wanted = end !== undefined && end > 0 ? lines.slice(0, end - start + 1) : lines;
  return { lines: wanted, first: start, more: end === undefined && !(reachesEnd && wanted.length === lines.length) };
}

async function lastLines({ file, size }: LargeRead, count: number, context: ToolContext) {
  const length = Math.min(size, Math.max(PIECE, context.budget * 4));
  const lines = (await context.files.readPart(file, size - length, length)).toString('utf8').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const wanted = lines.slice(-Math.min(count, Math.max(1, lines.length - 1)));
  return { lines: wanted, first: -wanted.length, more: false };
}

/** The byte at which a line begins. */
async function offsetOfLine(file: string, size: number, line: number, context: ToolContext): Promise<number | undefined> {
  let newlines = 0;
  for (let position = 0; position < size && newlines < line - 1; position += PIECE) {
    context.signal.throwIfAborted();
    const piece = await context.files.readPart(file, position, PIECE);
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) {
      newlines++;
      if (newlines === line - 1) return position + at + 1 < size ? position + at + 1 : undefined;
    }
  }
  return line <= 1 ? 0 : undefined;
}
