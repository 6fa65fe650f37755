import { type CodeSymbol, type FunctionMetric, SYMBOL_KINDS, type SymbolKind } from '../../contract/context.js';

/**
 * Lists of an analysis as the index keeps them: JSON arrays by place, because the names of fields would be half of the index, and every byte of it is
 * written twice. Another order needs another schema version.
 */
type SymbolRow = [
  name: string,
  kind: number,
  line: number,
  endLine: number,
  exported: 0 | 1,
  signature: string,
  parent?: string | null,
  startLine?: number | null,
  doc?: string | null,
];
type FunctionRow = [name: string, line: number, endLine: number, complexity: number, nesting: number];

const KIND_NUMBERS = new Map<SymbolKind, number>(SYMBOL_KINDS.map((kind, number) => [kind, number]));

export function packSymbols(symbols: readonly CodeSymbol[]): string {
  const rows: SymbolRow[] = [];
  for (const { name, kind, line, end_line, exported, signature, parent, start_line, doc } of symbols) {
    const row: SymbolRow = [name, KIND_NUMBERS.get(kind) ?? 0, line, end_line, exported ? 1 : 0, signature];
    // Most have none of these; what is left out in between is null.
    if (doc !== undefined) row.push(parent, start_line, doc);
    else if (start_line !== undefined) row.push(parent, start_line);
    else if (parent !== undefined) row.push(parent);
    rows.push(row);
  }
  return JSON.stringify(rows);
}

export function unpackSymbols(text: string | undefined): CodeSymbol[] {
  return rowsOf<SymbolRow>(text).map((row) => {
    const symbol: CodeSymbol = {
      name: row[0],
      kind: SYMBOL_KINDS[row[1]] ?? 'function',
      line: row[2],
      end_line: row[3],
      signature: row[5],
      exported: row[4] === 1,
    };
    const [parent, startLine, doc] = [row[6], row[7], row[8]];
    if (typeof startLine === 'number') symbol.start_line = startLine;
    if (typeof parent === 'string') symbol.parent = parent;
    if (typeof doc === 'string') symbol.doc = doc;
    return symbol;
  });
}

/** Names alone, for those who ask all files. */
export function unpackNames(text: string): string[] {
  return rowsOf<SymbolRow>(text).map((row) => row[0]);
}

export function packFunctions(functions: readonly FunctionMetric[]): string {
  return JSON.stringify(functions.map(({ name, line, end_line, complexity, nesting }): FunctionRow => [name, line, end_line, complexity, nesting]));
}

export function unpackFunctions(text: string | undefined): FunctionMetric[] {
  return rowsOf<FunctionRow>(text).map((row) => ({ name: row[0], line: row[1], end_line: row[2], complexity: row[3], nesting: row[4] }));
}

function rowsOf<T>(text: string | undefined): T[] {
  return text === undefined ? [] : (JSON.parse(text) as T[]);
}
