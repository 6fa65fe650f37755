import { ToolError } from '../../contract/error.js';
import type { FoundLine, GrepArgs } from './search-types.js';

/** The pattern as a JavaScript expression: for texts in memory and for machines without ripgrep. */
export function compilePattern({ pattern, literal, ignore_case }: GrepArgs): RegExp {
  const source = literal ? pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : pattern.replace(/\(\?P</g, '(?<');
  const inline = /^\(\?([is]+)\)/.exec(source);
  const flags = `gm${ignore_case || inline?.[1]?.includes('i') ? 'i' : ''}${inline?.[1]?.includes('s') ? 's' : ''}`;
  try {
    return new RegExp(inline ? source.slice(inline[0].length) : source, flags);
  } catch (error) {
    throw new ToolError('invalid_args', `the pattern is not a regular expression: ${(error as Error).message}; escape it, or use literal: true`);
  }
}

/** Matching lines with `around` lines on both sides, each line once, in order. */
export function searchText(text: string, expression: RegExp, around: number): FoundLine[] {
  const spansLines = /\n|\\n|\\s/.test(expression.source) && expression.source.includes('n');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const hits = spansLines ? hitsAcross(text, lines.length, expression) : hitsWithin(lines, expression);
  const found = new Map<number, FoundLine>();
  for (const hit of hits) {
    for (let index = Math.max(0, hit - around); index <= Math.min(lines.length - 1, hit + around); index++) {
      const match = hits.has(index);
      found.set(index, { line: index + 1, text: (lines[index] ?? '').replace(/\r$/, ''), match });
    }
  }
  return [...found.values()].sort((a, b) => a.line - b.line);
}

function hitsWithin(lines: readonly string[], expression: RegExp): Set<number> {
  const hits = new Set<number>();
  const single = new RegExp(expression.source, expression.flags.replace('g', ''));
  for (const [index, line] of lines.entries()) if (single.test(line.endsWith('\r') ? line.slice(0, -1) : line)) hits.add(index);
  return hits;
}

function hitsAcross(text: string, count: number, expression: RegExp): Set<number> {
  const hits = new Set<number>();
  let line = 0;
  let position = 0;
  for (const match of text.matchAll(expression)) {
    for (; position < match.index; position++) if (text.charCodeAt(position) === 10) line++;
    const height = match[0].replace(/\n$/, '').split('\n').length;
    for (let index = line; index < Math.min(count, line + height); index++) hits.add(index);
  }
  return hits;
}
