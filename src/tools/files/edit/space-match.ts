import { type Block, replaceLines } from './block.js';
import type { Candidates } from './line-match.js';
import { indentOf, reindent } from './reindent.js';
import type { Source } from './source.js';
import type { Replacement } from './types.js';

const BLANK = '[^\\S\\n]';

/** Any run of white space equals any other; so do runs of empty lines. A line break is no blank, and nothing is left out inside words. */
export function findSpaced(source: Source, block: Block, oldText: string, newText: string): Candidates {
  const result: Candidates = { places: [], unusable: 0 };
  const lines = block.lines.filter((line) => line.trim() !== '');
  if (lines.length === 0) return result;
  const expression = new RegExp(lines.map(lineExpression).join(`${BLANK}*\\n(?:${BLANK}*\\n)*${BLANK}*`), 'gu');
  const { text } = source.folded;
  for (let found = expression.exec(text); found; found = expression.exec(text)) {
    const start = found.index;
    const end = start + found[0].length;
    const place = isWholeLines(text, start, end)
      ? replaceLines(source, block, lineAt(source, start), lineAt(source, end - 1), newText)
      : replaceInside(source, { start, end, lines, oldText, newText });
    if (place) result.places.push(place);
    else result.unusable++;
    expression.lastIndex = start + 1;
  }
  return result;
}

function lineExpression(line: string): string {
  return line
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join(`${BLANK}+`);
}

function isWholeLines(text: string, start: number, end: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const newline = text.indexOf('\n', end);
  return before.trim() === '' && text.slice(end, newline < 0 ? text.length : newline).trim() === '';
}

function lineAt({ lines }: Source, position: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

interface InsideMatch {
  start: number;
  end: number;
  lines: readonly string[];
  oldText: string;
  newText: string;
}

/** A match that begins or ends within a line: white space at the ends of both texts stands for what the file has there. */
function replaceInside(source: Source, { start, end, lines, oldText, newText }: InsideMatch): Replacement | undefined {
  const { text } = source.folded;
  let from = start;
  let to = end;
  let replacement = newText.replaceAll('\r\n', '\n');
  if (/^\s/.test(oldText)) {
    if (/^\s/.test(replacement)) replacement = replacement.trimStart();
    else while (/[^\S\n]/.test(text.charAt(from - 1))) from--;
  }
  if (/\s$/.test(oldText)) {
    if (/\s$/.test(replacement)) replacement = replacement.trimEnd();
    else while (/[^\S\n]/.test(text.charAt(to))) to++;
  }
  // Lines after the first stand whole in the file, so their indentation can be compared.
  const fileLines = text
    .slice(start, end)
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
  const pairs = lines.slice(1).map((line, index) => ({ old: indentOf(line), file: indentOf(fileLines[index] ?? '') }));
  const [head = '', ...rest] = replacement.split('\n');
  const moved = rest.length > 0 ? reindent(rest.join('\n'), pairs, source.unit) : '';
  if (moved === undefined) return undefined;
  return { start: source.folded.at(from), end: source.folded.at(to), text: rest.length > 0 ? `${head}\n${moved}` : head };
}
