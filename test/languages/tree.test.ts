import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/languages/index.js';
import { FlatTree } from '../../src/languages/tree/flat-tree.js';
import { readGrammarTables } from '../../src/languages/tree/grammar-tables.js';
import { readFromMemory } from '../../src/languages/tree/read-from-memory.js';
import { readWithCursor } from '../../src/languages/tree/read-with-cursor.js';
import { TreeReader } from '../../src/languages/tree/tree-reader.js';
import { createParser, loadGrammar, treeSitterMemory } from '../../src/lib/tree-sitter.js';
import { samples } from './samples.js';

/** The rows of a tree, read in both ways. */
async function bothWays(name: string): Promise<(text: string) => { fast: FlatTree; sure: FlatTree }> {
  const language = LANGUAGES.find((candidate) => candidate.name === name);
  if (!language) throw new Error(name);
  const parser = await createParser(language.grammar);
  const address: unknown = Reflect.get(await loadGrammar(language.grammar), 0);
  const memory = treeSitterMemory();
  const tables = memory && typeof address === 'number' ? readGrammarTables(memory, address) : undefined;
  if (!tables) throw new Error('the grammar has no tables');
  const fast = new FlatTree();
  const sure = new FlatTree();
  return (text) => {
    const tree = parser.parse(text);
    const now = treeSitterMemory();
    if (!tree || !now) throw new Error('not parsed');
    expect(readWithCursor(tree, sure)).toBe(true);
    expect(readFromMemory(now, tables, tree.rootNode.id, fast)).toBe(true);
    expect(tree.rootNode.descendantCount).toBe(fast.length);
    tree.delete();
    return { fast, sure };
  };
}

describe.each(LANGUAGES.map(({ name }) => name))("tree-sitter's memory, %s", (name) => {
  it('holds the tree its cursor walks', async () => {
    const read = await bothWays(name);
    for (const text of samples.get(name) ?? []) {
      const { fast, sure } = read(text);
      expect(sure.length).toBeGreaterThan(1);
      expect(rows(fast)).toEqual(rows(sure));
      expect(fast.beginsAs(sure)).toBe(true);
    }
  });

  it('holds it of torn code too', async () => {
    const read = await bothWays(name);
    const whole = (samples.get(name) ?? []).join('\n');
    const piece = fc.tuple(fc.nat(whole.length), fc.nat(200)).map(([from, length]) => whole.slice(from, from + length));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const { fast, sure } = read(pieces.join('\u00e9\ud83d\ude00 '));
        expect(rows(fast)).toEqual(rows(sure));
      }),
      { numRuns: 60 },
    );
  });
});

describe('TreeReader', () => {
  it('reads a tree that lies where none is known no further than it is told', async () => {
    const read = await bothWays('json');
    const { sure } = read('[1, [2, {"a": 3}]]');
    expect(sure.length).toBeGreaterThan(5);
    const parser = await createParser('tree-sitter-json');
    const tree = parser.parse('[1, [2, {"a": 3}]]');
    const memory = treeSitterMemory();
    if (!tree || !memory) throw new Error('not parsed');
    const tables = {
      publicSymbols: new Uint16Array(0),
      named: new Uint8Array(0),
      aliases: new Uint16Array(0),
      aliasWidth: 0,
      fields: new Uint16Array(0),
      fieldWidth: 0,
    };
    expect(readFromMemory(memory, tables, tree.rootNode.id, new FlatTree(), 3)).toBe(false);
    expect(readWithCursor(tree, new FlatTree(), 3)).toBe(false);
    tree.delete();
  });

  it('walks with the cursor when the memory does not hold what is expected', async () => {
    const json = await loadGrammar('tree-sitter-json');
    const python: unknown = Reflect.get(await loadGrammar('tree-sitter-python'), 0);
    const misled = Object.create(json, { 0: { value: python } });
    const parser = await createParser('tree-sitter-json');
    const [right, wrong] = [new TreeReader(json), new TreeReader(misled)];
    for (const text of ['[1, {"a": [true]}]', '{"b": 1}', '[]', '[2]', '{"c": {"d": "e"}}']) {
      const tree = parser.parse(text);
      if (!tree) throw new Error('not parsed');
      const expected = rows(right.read(tree));
      expect(rows(wrong.read(tree))).toEqual(expected);
      tree.delete();
    }
  });

  it('reads trees of any depth and size', async () => {
    const parser = await createParser('tree-sitter-json');
    const reader = new TreeReader(await loadGrammar('tree-sitter-json'));
    for (const text of ['[1]', '{"a": null}', '['.repeat(3_000) + ']'.repeat(3_000), `[${'1,'.repeat(20_000)}1]`]) {
      const tree = parser.parse(text);
      if (!tree) throw new Error('not parsed');
      expect(reader.read(tree).length).toBe(tree.rootNode.descendantCount);
      tree.delete();
    }
  });
});

function rows(tree: FlatTree): string[] {
  return Array.from(
    { length: tree.length },
    (_, row) => `${tree.typeOf(row)} ${tree.startOf(row)}-${tree.endOf(row)} field ${tree.fields[row]} named ${tree.isNamed(row)} until ${tree.afters[row]}`,
  );
}
