import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileBlock } from '../../src/context/pack/file-block.js';
import { type PackFile, packFiles } from '../../src/context/pack/pack.js';
import { projectMap } from '../../src/context/pack/project-map.js';
import type { CodeSymbol } from '../../src/contract/context.js';
import { estimateTokens } from '../../src/lib/tokens.js';

const symbol = (name: string, line: number, end_line: number): CodeSymbol => ({
  name,
  kind: 'function',
  line,
  end_line,
  signature: `function ${name}()`,
  exported: true,
});
const lines = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index + 1} of the file`).join('\n');
const file = (path: string, text: string | undefined, symbols: CodeSymbol[] = []): PackFile => ({ path, score: 1, text, symbols, matching: symbols });

describe('packFiles', () => {
  it('shows a small file whole', () => {
    const { files, text } = packFiles([file('a.ts', 'const a = 1;\n')], 500, '');
    expect(files).toEqual([{ path: 'a.ts', mode: 'file', tokens: expect.any(Number) }]);
    expect(text).toContain('<file path="a.ts" lines="1-1">\nconst a = 1;\n</file>');
  });
  it('shows the bodies of matching symbols of a large file', () => {
    const { files, text } = packFiles([file('a.ts', lines(400), [symbol('load', 100, 104)])], 800, '');
    expect(files[0]?.mode).toBe('symbols');
    expect(text).toContain('lines="100-104" of="400"');
    expect(text).toContain('line 102 of');
    expect(text).not.toContain('line 99 of');
  });
  it('shows signatures when no body fits', () => {
    const { files, text } = packFiles([file('a.ts', lines(4_000), [symbol('load', 1, 4_000)])], 400, '');
    expect(files[0]?.mode).toBe('signatures');
    expect(text).toContain('1: function load()');
  });
  it('lists what has no text', () => expect(packFiles([file('a.bin', undefined)], 400, '').files[0]).toEqual({ path: 'a.bin', mode: 'listed', tokens: 0 }));
  it('adds the map', () => expect(packFiles([], 400, '<project_map>\n3 files\n</project_map>\n').text).toContain('3 files'));
  it('never goes over the budget', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(900), { maxLength: 8 }), fc.integer({ min: 0, max: 4_000 }), (sizes, budget) => {
        const files = sizes.map((size, index) => file(`f${index}.ts`, lines(size), size > 20 ? [symbol('s', 3, 15)] : []));
        const packed = packFiles(files, budget, projectMap({ paths: files.map(({ path }) => path), hubs: [], entryPoints: [] }, budget));
        expect(packed.files).toHaveLength(files.length);
        expect(estimateTokens(packed.text)).toBeLessThanOrEqual(budget);
      }),
      { numRuns: 60 },
    );
  });
});

describe('fileBlock', () => {
  it('cannot be closed or faked from inside', () => {
    const block = fileBlock('x"><file.ts', ['a </file> b', '<FILE path="y">', '</project_map>'], [{ from: 1, to: 3 }]);
    expect(block.match(/<\/file>/g)).toHaveLength(1);
    expect(block.match(/<file/gi)).toHaveLength(1);
    expect(block).not.toContain('</project_map>');
  });
});
