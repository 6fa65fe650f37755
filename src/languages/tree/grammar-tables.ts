import type { TreeSitterMemory } from '../../lib/tree-sitter.js';

/** What the numbers in a tree mean to its grammar, copied out of the grammar once. */
export interface GrammarTables {
  /** Of a symbol: the number others know it by. */
  publicSymbols: Uint16Array;
  /** Of a symbol: 1 when its nodes are named. */
  named: Uint8Array;
  /** Of production `p` and child `i`, at `p * width + i`: the symbol the child goes by there; 0 for its own. */
  aliases: Uint16Array;
  aliasWidth: number;
  /** Likewise: the field the child has there; 0 for none. */
  fields: Uint16Array;
  fieldWidth: number;
}

/** Places in tree-sitter's `TSLanguage` (lib/src/parser.h), in bytes, where pointers have four. */
const SYMBOL_COUNT = 4;
const ALIAS_COUNT = 8;
const PRODUCTION_COUNT = 28;
const FIELD_COUNT = 32;
const ALIAS_WIDTH = 36;
const FIELD_SLICES = 64;
const FIELD_ENTRIES = 68;
const METADATA = 72;
const PUBLIC_SYMBOLS = 76;
const ALIASES = 84;

const METADATA_SIZE = 3;
const METADATA_NAMED = 1;
/** No grammar comes near it: a larger number means that this is not what we take it for. */
const MOST = 100_000;

/** `language` is the address of the grammar's `TSLanguage`. Undefined when what lies there cannot be one. */
export function readGrammarTables(memory: TreeSitterMemory, language: number): GrammarTables | undefined {
  const view = new DataView(memory.HEAPU8.buffer);
  const long = (at: number): number => view.getUint32(at, true);
  const short = (at: number): number => view.getUint16(at, true);
  const symbols = long(language + SYMBOL_COUNT) + long(language + ALIAS_COUNT);
  const productions = long(language + PRODUCTION_COUNT);
  const aliasWidth = short(language + ALIAS_WIDTH);
  if (symbols > MOST || productions > MOST) return undefined;

  const publicSymbols = new Uint16Array(symbols);
  const named = new Uint8Array(symbols);
  for (let symbol = 0; symbol < symbols; symbol++) {
    publicSymbols[symbol] = short(long(language + PUBLIC_SYMBOLS) + 2 * symbol);
    named[symbol] = view.getUint8(long(language + METADATA) + METADATA_SIZE * symbol + METADATA_NAMED);
  }
  const aliases = new Uint16Array(productions * aliasWidth);
  // Production 0 stands for having none.
  for (let at = aliasWidth; at < aliases.length; at++) aliases[at] = short(long(language + ALIASES) + 2 * at);

  const entries: Array<{ production: number; child: number; field: number }> = [];
  for (let production = 0; production < productions && long(language + FIELD_COUNT) > 0; production++) {
    const slice = long(language + FIELD_SLICES) + 4 * production;
    const end = short(slice) + short(slice + 2);
    for (let index = short(slice); index < end; index++) {
      const entry = long(language + FIELD_ENTRIES) + 4 * index;
      const inherited = view.getUint8(entry + 3) !== 0;
      if (!inherited) entries.push({ production, child: view.getUint8(entry + 2), field: short(entry) });
    }
  }
  const fieldWidth = Math.max(0, ...entries.map(({ child }) => child + 1));
  const fields = new Uint16Array(productions * fieldWidth);
  // The first one counts.
  for (const { production, child, field } of entries.reverse()) fields[production * fieldWidth + child] = field;
  return { publicSymbols, named, aliases, aliasWidth, fields, fieldWidth };
}
