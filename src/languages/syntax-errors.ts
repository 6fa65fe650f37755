import type { Node, Query } from 'web-tree-sitter';

const MOST_LINES = 20;

/** How often the parser had to step over or make up something, and where. */
export function findSyntaxErrors(root: Node, errorQuery: Query): { errors: number; errorLines: number[] } {
  if (!root.hasError) return { errors: 0, errorLines: [] };
  const nodes = errorQuery.captures(root, { matchLimit: 10_000 });
  const errorLines = [...new Set(nodes.map((capture) => capture.node.startPosition.row + 1))].sort((a, b) => a - b).slice(0, MOST_LINES);
  return { errors: Math.max(1, nodes.length), errorLines: errorLines.length > 0 ? errorLines : [root.startPosition.row + 1] };
}
