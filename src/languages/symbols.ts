import type { CodeSymbol, SymbolKind } from '../contract/context.js';
import { oneLine } from '../lib/truncate.js';
import type { Captures, Span, SymbolMatch } from './captures.js';
import { firstLine, lookAbove, triviaOf } from './docs.js';
import type { Language, SymbolName } from './language.js';
import type { Lines } from './lines.js';

/** A symbol with where it stands in the text. */
export interface PlacedSymbol extends Span {
  symbol: CodeSymbol;
  nameStart: number;
  hasBody: boolean;
}

const SIGNATURE_LENGTH = 240;
const NAME_LENGTH = 200;
const TYPE_KINDS: ReadonlySet<SymbolKind> = new Set(['class', 'interface', 'struct', 'trait', 'impl', 'enum']);
const FUNCTION_KINDS: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'constructor']);
const VALUE_KINDS: ReadonlySet<SymbolKind> = new Set(['variable', 'constant', 'field', 'property']);

/** The symbols of a file in the order of the text, with parents, signatures and documentation. */
export function buildSymbols(language: Language, captures: Captures, text: string, lines: Lines): PlacedSymbol[] {
  const exportedNames = new Set(captures.exportedNames.map((node) => text.slice(node.start, node.end)));
  const attributeEnds = new Map(captures.attributes.map((span) => [span.start, span.end]));
  const trivia = triviaOf(captures);
  const seenValues = new Set<string>();
  const open: PlacedSymbol[] = [];
  const placed: PlacedSymbol[] = [];

  for (const match of inOrder(captures.symbols)) {
    const end = trimmedEnd(text, match.node.start, match.node.end);
    while (open.length > 0 && !encloses(open.at(-1), match.node.start, end)) open.pop();
    const written = oneLine(text.slice(match.name.start, match.name.end), NAME_LENGTH);
    const read: SymbolName | undefined = language.readName ? language.readName(written) : { name: written };
    if (!read || read.name === '') continue;
    const { name } = read;
    const owner = match.owner ? text.slice(match.owner.start, match.owner.end) : read.owner;
    const enclosing = open.at(-1)?.symbol;
    const parent = owner ?? enclosing?.name;
    const wrapper = captures.wrappers.get(match.node.start);
    const outer = wrapper?.start ?? match.node.start;
    const signature = headOf(text, afterAttributes(text, outer, attributeEnds), match, end);
    const head = {
      name,
      kind: kindIn(match.kind, owner, enclosing),
      signature,
      exportedByStatement: wrapper?.exports === true || (!enclosing && exportedNames.has(name)),
    };
    const kind = language.kindOf?.(head, enclosing) ?? head.kind;
    if (isLocal(kind, match, enclosing)) continue;
    if (VALUE_KINDS.has(kind) && !firstOf(seenValues, `${parent ?? ''}\0${name}`)) continue;
    const above = lookAbove(text, lines, trivia, outer);
    const inside = captures.docs.get(match.node.start);
    const doc = inside ? firstLine(text.slice(inside.start, inside.end)) : above.doc;
    const line = lines.at(match.name.start);
    const startLine = lines.at(above.start);
    const symbol: CodeSymbol = {
      name,
      kind,
      line,
      end_line: Math.max(line, lines.at(Math.max(match.node.start, end - 1))),
      ...(startLine < line ? { start_line: startLine } : {}),
      ...(parent === undefined ? {} : { parent }),
      signature,
      exported: language.isExported?.({ ...head, kind }, enclosing) ?? true,
      ...(doc ? { doc } : {}),
    };
    const entry = { symbol, start: match.node.start, end, nameStart: match.name.start, hasBody: match.body !== undefined };
    placed.push(entry);
    open.push(entry);
  }
  return placed;
}

/** By position, outer ones first. Of two patterns that match one name, the one written first in the query wins. */
function inOrder(matches: readonly SymbolMatch[]): SymbolMatch[] {
  const byName = new Map<number, SymbolMatch>();
  for (const match of matches) {
    const known = byName.get(match.name.start);
    if (!known || match.pattern < known.pattern) byName.set(match.name.start, match);
  }
  return [...byName.values()].sort((a, b) => a.node.start - b.node.start || b.node.end - a.node.end || a.name.start - b.name.start);
}

function kindIn(kind: SymbolKind, owner: string | undefined, parent: CodeSymbol | undefined): SymbolKind {
  return kind === 'function' && (owner !== undefined || (parent && TYPE_KINDS.has(parent.kind))) ? 'method' : kind;
}

/** One node may declare several names side by side: none of them is inside another. */
function encloses(outer: PlacedSymbol | undefined, start: number, end: number): boolean {
  return outer !== undefined && outer.end >= end && !(outer.start === start && outer.end === end);
}

/** Variables of a function, and declarations in it that only name something defined elsewhere. */
function isLocal(kind: SymbolKind, match: SymbolMatch, enclosing: CodeSymbol | undefined): boolean {
  if (!enclosing || !FUNCTION_KINDS.has(enclosing.kind)) return false;
  return VALUE_KINDS.has(kind) || (FUNCTION_KINDS.has(kind) && !match.body);
}

function firstOf(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function headOf(text: string, start: number, match: SymbolMatch, end: number): string {
  const body = match.body && match.body.start > match.name.start ? match.body.start : end;
  const stop = match.head?.end ?? body;
  const head = text.slice(start, Math.min(stop, start + 4 * SIGNATURE_LENGTH));
  return oneLine(head, SIGNATURE_LENGTH).replace(/(?:\s*(?:[{:;,=]|=>))+$/, '');
}

function afterAttributes(text: string, start: number, attributeEnds: ReadonlyMap<number, number>): number {
  let at = start;
  for (let end = attributeEnds.get(at); end !== undefined; end = attributeEnds.get(at)) {
    at = end;
    while (/\s/.test(text.charAt(at))) at++;
  }
  return at;
}

/** Some grammars count the line break after a block as part of it. */
function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && text.charCodeAt(at - 1) <= 32) at--;
  return at;
}
