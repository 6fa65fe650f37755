import type { Node } from 'web-tree-sitter';

const MOST_ERROR_LINES = 20;

/** How often the parser had to step over or make up something, and on which lines (from 1). */
export function syntaxErrors(root: Node): { errors: number; errorLines: number[] } {
  if (!root.hasError) return { errors: 0, errorLines: [] };
  const rows: number[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.isError || node.isMissing) rows.push(node.startPosition.row);
    // A piece of text no token fits has no error of its own, but stands in one.
    for (const child of node.children) if (child?.hasError || child?.isError) waiting.push(child);
  }
  if (rows.length === 0) rows.push(root.startPosition.row);
  const lines = [...new Set(rows)].sort((a, b) => a - b).map((row) => row + 1);
  return { errors: rows.length, errorLines: lines.slice(0, MOST_ERROR_LINES) };
}
