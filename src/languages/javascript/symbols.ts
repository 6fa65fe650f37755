import type { CodeSymbol, SymbolKind } from '../../contract/context.js';
import type { SymbolHead, SymbolName } from '../language.js';

export const KEYWORDS =
  'async await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null of return static super switch this throw true try typeof undefined var void while with yield';

/** Computed names (`[Symbol.iterator]`) are expressions; quoted ones lose their quotes. */
export function readName(text: string): SymbolName | undefined {
  return text.startsWith('[') ? undefined : { name: text.replace(/^(["'])(.*)\1$/, '$2') };
}

export function kindOf({ kind, name, signature }: SymbolHead, parent: CodeSymbol | undefined): SymbolKind {
  if (kind === 'method' && name === 'constructor' && parent?.kind === 'class') return 'constructor';
  if (kind === 'function' && /(?:^|\.)prototype\.[\w$]+ *=/.test(signature)) return 'method';
  return kind === 'variable' && /\bconst\b/.test(signature) && /^[A-Z][A-Z0-9_]*$/.test(name) ? 'constant' : kind;
}

/** Members belong to their type; at the top level only what an export statement names (or an assignment to `exports`). */
export function isExported({ exportedByStatement, name, signature }: SymbolHead, parent: CodeSymbol | undefined): boolean {
  if (!parent) return exportedByStatement || /^(?:module\.)?exports\b/.test(signature);
  const inside = ['class', 'interface', 'enum', 'namespace', 'module'].includes(parent.kind);
  if (parent.kind === 'namespace' || parent.kind === 'module') return exportedByStatement && parent.exported;
  return inside && parent.exported && !name.startsWith('#') && !/^(?:\w+ )*private\b/.test(signature);
}
