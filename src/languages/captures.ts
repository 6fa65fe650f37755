import { SYMBOL_KINDS, type SymbolKind } from '../contract/context.js';
import type { Match } from './patterns/matcher.js';

/** A part of the text: UTF-16 indices, the end excluded. */
export interface Span {
  start: number;
  end: number;
}

/** One match of a symbol pattern. */
export interface SymbolMatch {
  /** Place of the pattern among the language's. */
  pattern: number;
  kind: SymbolKind;
  node: Span;
  name: Span;
  body: Span | undefined;
  /** The declaration's head, where no body tells its end. */
  head: Span | undefined;
  /** A name in the declaration that says where it belongs: a receiver type, a qualified name's left side. */
  owner: Span | undefined;
}

/** What the patterns found, sorted into kinds (see README.md for the capture names). */
export interface Captures {
  symbols: SymbolMatch[];
  imports: Array<{ node: Span; inner: boolean }>;
  comments: Span[];
  /** Literal text: strings, markup text. Not code. */
  texts: Span[];
  attributes: Span[];
  /** Start of a declaration -> the export statement or decorated definition around it. */
  wrappers: Map<number, { start: number; exports: boolean }>;
  /** Names in export lists. */
  exportedNames: Span[];
  /** Start of a declaration -> its documentation inside it. */
  docs: Map<number, Span>;
  decisions: number[];
  nests: Span[];
  /** Starts of nesting constructs that continue the one before (`else if`). */
  flats: Set<number>;
}

const KINDS = new Map<string, SymbolKind>(SYMBOL_KINDS.map((kind) => [`symbol.${kind}`, kind]));

export function readCaptures(matches: readonly Match[]): Captures {
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
  };
  for (const match of matches) {
    const first = match.captures[0];
    if (first) readMatch(found, match, first.name, first.node);
  }
  found.imports.sort((a, b) => a.node.start - b.node.start);
  return found;
}

function readMatch(found: Captures, match: Match, name: string, node: Span): void {
  switch (name) {
    case 'text':
      found.texts.push(node);
      return;
    case 'comment':
      found.comments.push(node);
      return;
    case 'decision':
      found.decisions.push(node.start);
      return;
    case 'decision.nest':
      found.decisions.push(node.start);
      found.nests.push(node);
      return;
    case 'nest':
      found.nests.push(node);
      return;
    case 'flat':
      found.flats.add(node.start);
      return;
    case 'attribute':
      found.attributes.push(node);
      return;
    case 'import':
    case 'import.inner':
      found.imports.push({ node, inner: name === 'import.inner' });
      return;
    case 'documented': {
      const doc = captured(match, 'doc');
      if (doc) found.docs.set(node.start, doc);
      return;
    }
    case 'export':
    case 'decorated': {
      const inner = captured(match, 'inner');
      if (inner) found.wrappers.set(inner.start, { start: node.start, exports: name === 'export' });
      return;
    }
    default:
      readSymbol(found, match);
  }
}

/** The declaration need not be the first: the pattern may begin outside of it. */
function readSymbol(found: Captures, match: Match): void {
  let kind: SymbolKind | undefined;
  const parts: { node?: Span; name?: Span; body?: Span; head?: Span; owner?: Span } = {};
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
    found.symbols.push({ pattern: match.pattern, kind, node: parts.node, name: parts.name, body: parts.body, head: parts.head, owner: parts.owner });
}

function captured(match: Match, name: string): Span | undefined {
  return match.captures.find((capture) => capture.name === name)?.node;
}
