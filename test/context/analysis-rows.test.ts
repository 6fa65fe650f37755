import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packFunctions, packSymbols, unpackFunctions, unpackNames, unpackSymbols } from '../../src/context/store/analysis-rows.js';
import { type CodeSymbol, SYMBOL_KINDS } from '../../src/contract/context.js';

const text = fc.string({ unit: 'binary', maxLength: 12 });
const line = fc.nat(100_000);
const required = fc.record({ name: text, kind: fc.constantFrom(...SYMBOL_KINDS), line, end_line: line, signature: text, exported: fc.boolean() });
const optional = fc.record({ start_line: line, parent: text, doc: text }, { requiredKeys: [] });
const symbol: fc.Arbitrary<CodeSymbol> = fc.tuple(required, optional).map(([must, may]) => ({ ...must, ...may }));

describe('rows of an analysis', () => {
  it('give back the symbols they were made of', () => {
    fc.assert(
      fc.property(fc.array(symbol, { maxLength: 8 }), (symbols) => {
        const packed = packSymbols(symbols);
        expect(unpackSymbols(packed)).toStrictEqual(symbols);
        expect(unpackNames(packed)).toEqual(symbols.map(({ name }) => name));
      }),
    );
  });
  it('give back the figures of functions', () => {
    const metric = fc.record({ name: text, line, end_line: line, complexity: line, nesting: line }).map((plain) => ({ ...plain }));
    fc.assert(
      fc.property(fc.array(metric, { maxLength: 8 }), (functions) => {
        expect(unpackFunctions(packFunctions(functions))).toStrictEqual(functions);
      }),
    );
  });
  it('of nothing are nothing', () => {
    expect(unpackSymbols(undefined)).toEqual([]);
    expect(unpackFunctions(undefined)).toEqual([]);
  });
});
