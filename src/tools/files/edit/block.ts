import { foldTypography } from './folded-text.js';
import { type IndentPair, indentOf, reindent } from './reindent.js';
import type { Source } from './source.js';
import type { Replacement } from './types.js';

/** `old_text` as lines: its blank lines at both ends set aside. */
export interface Block {
  /** Without the blank lines at the ends; as the model wrote them, `\n` only. */
  lines: string[];
  blankBefore: number;
  blankAfter: number;
  /** It ends with a newline, so it means whole lines with theirs. */
  endsWithNewline: boolean;
}

export function blockOf(text: string): Block {
  const lines = foldTypography(text).text.split('\n');
  const endsWithNewline = lines.length > 1 && lines.at(-1) === '';
  if (endsWithNewline) lines.pop();
  let blankBefore = 0;
  while (lines.length > 0 && lines[0]?.trim() === '') {
    lines.shift();
    blankBefore++;
  }
  let blankAfter = 0;
  while (lines.length > 0 && lines.at(-1)?.trim() === '') {
    lines.pop();
    blankAfter++;
  }
  return { lines, blankBefore, blankAfter, endsWithNewline };
}

/**
 * The replacement of whole lines `first` to `last` of the file by `newText`, indented as the file is. Blank lines at the
 * ends are replaced as far as both the file and the block have them. Undefined when the indentation cannot be carried over.
 */
export function replaceLines(source: Source, block: Block, first: number, last: number, newText: string): Replacement | undefined {
  const { lines, folded, original } = source;
  const pairs = indentPairs(source, block, first, last);
  const above = countBlank(lines, first - 1, -1, block.blankBefore);
  const below = countBlank(lines, last + 1, 1, block.blankAfter);
  const start = lines[first - above]?.start ?? 0;
  const end = lines[last + below]?.end ?? folded.text.length;
  const takesNewline = block.endsWithNewline && end < folded.text.length;

  let text = newText.replaceAll('\r\n', '\n');
  // Blank lines the file does not have do not come with the block.
  text = dropBlankLines(text, block.blankBefore - above, block.blankAfter - below);
  // The file's last line has no newline: it gets none, and new text loses the one that stood for it.
  if (block.endsWithNewline && !takesNewline && text.endsWith('\n')) text = text.slice(0, -1);
  const moved = reindent(text, pairs, source.unit);
  if (moved === undefined) return undefined;
  const from = folded.at(start);
  return { start: from, end: takesNewline ? folded.at(end + 1) : lineEnd(original, folded.at(end)), text: moved };
}

/** A carriage return before the newline belongs to the line's ending, not to the line. */
function lineEnd(original: string, position: number): number {
  return original[position - 1] === '\r' && original[position] === '\n' ? position - 1 : position;
}

/** Indentation of the block's lines and of the file's, line by line; blank lines say nothing. */
function indentPairs({ lines, folded }: Source, block: Block, first: number, last: number): IndentPair[] {
  const file = lines.slice(first, last + 1).filter(({ trimmed }) => trimmed !== '');
  const old = block.lines.filter((line) => line.trim() !== '');
  return old.map((line, index) => {
    const there = file[index];
    return { old: indentOf(line), file: there ? indentOf(folded.text.slice(there.start, there.end)) : '' };
  });
}

function countBlank(lines: Source['lines'], from: number, direction: 1 | -1, most: number): number {
  let count = 0;
  while (count < most && lines[from + count * direction]?.trimmed === '') count++;
  return count;
}

function dropBlankLines(text: string, front: number, back: number): string {
  let result = text;
  for (let count = 0; count < front && /^[^\S\n]*\n/.test(result); count++) result = result.replace(/^[^\S\n]*\n/, '');
  for (let count = 0; count < back && /\n[^\S\n]*\n$/.test(result); count++) result = result.replace(/\n[^\S\n]*\n$/, '\n');
  return result;
}
