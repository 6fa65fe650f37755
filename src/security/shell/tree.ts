import type { Parser } from 'web-tree-sitter';
import { createParser } from '../../lib/tree-sitter.js';

/** A node of the bash tree as plain data. Offsets are UTF-16 units of the source. */
export interface ShellNode {
  type: string;
  named: boolean;
  start: number;
  end: number;
  children: ShellNode[];
}

export interface ShellTree {
  root: ShellNode;
  source: string;
  /** The grammar did not understand a part, or a piece of text belongs to no node. */
  broken: boolean;
}

const MAX_NODES = 3000;
const MAX_DEPTH = 64;
let parser: Promise<Parser> | undefined;

/** Loads the grammar with the first command of the process; afterwards parsing is synchronous. */
export async function shellParser(): Promise<(source: string) => ShellTree | undefined> {
  parser ??= createParser('tree-sitter-bash');
  const ready = await parser.catch((error: unknown) => {
    parser = undefined;
    throw error;
  });
  return (source) => parseShell(ready, source);
}

/** Undefined when the line has too many parts, or too deep ones, to look at. */
function parseShell(bash: Parser, source: string): ShellTree | undefined {
  const tree = bash.parse(source);
  if (!tree) return undefined;
  const cursor = tree.walk();
  let broken = tree.rootNode.hasError;
  let count = 0;
  const copy = (depth: number): ShellNode | undefined => {
    if (++count > MAX_NODES || depth > MAX_DEPTH) return undefined;
    const node: ShellNode = { type: cursor.nodeType, named: cursor.nodeIsNamed, start: cursor.startIndex, end: cursor.endIndex, children: [] };
    if (cursor.nodeIsMissing) broken = true;
    if (cursor.gotoFirstChild()) {
      do {
        const child = copy(depth + 1);
        if (!child) return undefined;
        node.children.push(child);
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return node;
  };
  try {
    const root = copy(0);
    if (!root) return undefined;
    // The grammar's root begins at the first token; what stands before it must be blank too.
    root.start = 0;
    root.end = source.length;
    return { root, source, broken: broken || hasHoles(root, source) };
  } finally {
    cursor.delete();
    tree.delete();
  }
}

/** Text between the children of a node that is no blank, or a new line inside what must be one line: the grammar skipped something. */
function hasHoles(node: ShellNode, source: string): boolean {
  // Text of strings and here-documents is no token; the words of both are read again by `words.ts` and `heredoc.ts`.
  if (node.children.length === 0 || TEXT_NODES.has(node.type)) return node.children.some((child) => hasHoles(child, source));
  let at = node.start;
  let wordBefore = false;
  for (const child of node.children) {
    if (!isBlank(source, at, child.start, node.type)) return true;
    // A continued line without a blank joins the words before and after it.
    if (wordBefore && child.named && /^(?:\\\n)+$/.test(source.slice(at, child.start))) return true;
    if (hasHoles(child, source)) return true;
    at = Math.max(at, child.end);
    wordBefore = child.named;
  }
  return !isBlank(source, at, node.end, node.type);
}

const TEXT_NODES = new Set(['string', 'heredoc_body', 'expansion', 'translated_string', 'regex', 'arithmetic_expansion']);
const ONE_LINE = new Set(['command', 'file_redirect', 'declaration_command', 'unset_command', 'variable_assignment', 'variable_assignments']);

function isBlank(source: string, from: number, to: number, parent: string): boolean {
  if (to <= from) return true;
  if (parent === 'concatenation') return false;
  const gap = source.slice(from, to);
  const text = gap.replace(/\\\n/g, ' ');
  return ONE_LINE.has(parent) ? /^[ \t]*$/.test(text) : /^[ \t\n]*$/.test(text);
}
