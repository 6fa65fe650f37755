import type { Node, QueryMatch } from 'web-tree-sitter';
import { SYMBOL_KINDS, type SymbolKind } from '../contract/context.js';

/** A part of the text: UTF-16 indices, the end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** One match of a symbol pattern. */
export interface SymbolMatch {
  /** Place of the pattern in the query. */
  pattern: number;
  kind: SymbolKind;
  node: Node;
  name: Node;
  body: Node | undefined;
  /** The declaration's head, where no body tells its end. */
  head: Node | undefined;
  /** A name in the declaration that says where it belongs: a receiver type, a qualified name's left side. */
  owner: Node | undefined;
}

/** What the query found, sorted into kinds (see README.md for the capture names). */
export interface Captures {
  symbols: SymbolMatch[];
  imports: Array<{ node: Node; inner: boolean }>;
  comments: Span[];
  /** Literal text: strings, markup text. Not code. */
  texts: Span[];
  attributes: Span[];
  /** Start of a declaration -> the export statement or decorated definition around it. */
  wrappers: Map<number, { start: number; exports: boolean }>;
  /** Names in export lists. */
  exportedNames: Node[];
  /** Start of a declaration -> its documentation inside it. */
  docs: Map<number, Node>;
  decisions: number[];
  nests: Span[];
  /** Starts of nesting constructs that continue the one before (`else if`). */
  flats: Set<number>;
  /** Rows (from 0) of what the parser stepped over or made up. */
  errors: number[];
}

const KINDS = new Map<string, SymbolKind>(SYMBOL_KINDS.map((kind) => [`symbol.${kind}`, kind]));

export function readCaptures(matches: readonly QueryMatch[]): Captures {
  const found: Captures = {
    symbols: [],
    imports: [],
    comments: [],
    texts: [],
    attributes: [],
    wrappers: new Map(),
    exportedNames: [],
    docs: new Map(),
    decisions: [],
    nests: [],
    flats: new Set(),
    errors: [],
  };
  for (const match of matches) {
    const first = match.captures[0];
    if (first) readMatch(found, match, first.name, first.node);
  }
  return found;
}

function readMatch(found: Captures, match: QueryMatch, name: string, node: Node): void {
  switch (name) {
    case 'text':
      found.texts.push(spanOf(node));
      return;
    case 'comment':
      found.comments.push(spanOf(node));
      return;
    case 'decision':
      found.decisions.push(node.startIndex);
      return;
    case 'decision.nest':
      found.decisions.push(node.startIndex);
      found.nests.push(spanOf(node));
      return;
    case 'nest':
      found.nests.push(spanOf(node));
      return;
    case 'flat':
      found.flats.add(node.startIndex);
      return;
    case 'error':
      found.errors.push(node.startPosition.row);
      return;
    case 'attribute':
      found.attributes.push(spanOf(node));
      return;
    case 'import':
    case 'import.inner':
      found.imports.push({ node, inner: name === 'import.inner' });
      return;
    case 'documented': {
      const doc = captured(match, 'doc');
      if (doc) found.docs.set(node.startIndex, doc);
      return;
    }
    case 'export':
    case 'decorated': {
      const inner = captured(match, 'inner');
      if (inner) found.wrappers.set(inner.startIndex, { start: node.startIndex, exports: name === 'export' });
      return;
    }
    default:
      readSymbol(found, match);
  }
}

/** Captures come in the order of the text, so the declaration need not be the first. */
function readSymbol(found: Captures, match: QueryMatch): void {
  let kind: SymbolKind | undefined;
  const parts: { node?: Node; name?: Node; body?: Node; head?: Node; owner?: Node } = {};
  for (const capture of match.captures) {
    if (capture.name === 'name') parts.name = capture.node;
    else if (capture.name === 'body') parts.body = capture.node;
    else if (capture.name === 'head') parts.head = capture.node;
    else if (capture.name === 'owner') parts.owner = capture.node;
    else if (capture.name === 'import') found.imports.push({ node: capture.node, inner: false });
    else if (capture.name === 'export.name') found.exportedNames.push(capture.node);
    else {
      const known = KINDS.get(capture.name);
      if (!known) continue;
      kind = known;
      parts.node = capture.node;
    }
  }
  if (kind && parts.node && parts.name)
    found.symbols.push({ pattern: match.patternIndex, kind, node: parts.node, name: parts.name, body: parts.body, head: parts.head, owner: parts.owner });
}

function captured(match: QueryMatch, name: string): Node | undefined {
  return match.captures.find((capture) => capture.name === name)?.node;
}

function spanOf(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}
