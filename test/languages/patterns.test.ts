import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/languages/index.js';
import { PatternMatcher } from '../../src/languages/patterns/matcher.js';
import { readPatterns } from '../../src/languages/patterns/read-patterns.js';
import { TreeReader } from '../../src/languages/tree/tree-reader.js';
import { createParser, loadGrammar, startRuntime } from '../../src/lib/tree-sitter.js';
import { samples } from './samples.js';

interface Both {
  ours: string[];
  theirs: string[];
}

/** What our matcher finds in a text, and what tree-sitter's own query engine finds there: a line for each match. */
async function compare(name: string): Promise<(text: string) => Both> {
  const language = LANGUAGES.find((candidate) => candidate.name === name);
  if (!language) throw new Error(name);
  const grammar = await loadGrammar(language.grammar);
  const parser = await createParser(language.grammar);
  const { Query } = await startRuntime();
  const query = new Query(grammar, language.query);
  const matcher = new PatternMatcher(grammar, language.query);
  const reader = new TreeReader(grammar);
  const line = (pattern: number, captures: string[]): string => `${pattern}: ${captures.sort().join(' ')}`;
  return (text) => {
    const tree = parser.parse(text);
    if (!tree) throw new Error('not parsed');
    try {
      const root = tree.rootNode;
      return {
        ours: matcher
          .matches(reader.read(tree), text, () => false)
          .map((match) =>
            line(
              match.pattern,
              match.captures.map(({ name: capture, node }) => `${capture}@${node.start}-${node.end}`),
            ),
          ),
        theirs: query.matches(root).map((match) =>
          line(
            match.patternIndex,
            match.captures.map(({ name: capture, node }) => `${capture}@${node.startIndex}-${node.endIndex}`),
          ),
        ),
      };
    } finally {
      tree.delete();
    }
  };
}

describe.each(LANGUAGES.map(({ name }) => name))('patterns of %s', (name) => {
  it('find what a query of tree-sitter finds, and nothing else', async () => {
    const find = await compare(name);
    const texts = samples.get(name) ?? [];
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      const { ours, theirs } = find(text);
      expect(theirs.length).toBeGreaterThan(0);
      expect(ours.sort()).toEqual(theirs.sort());
    }
  });

  it('find it in torn code too', async () => {
    const find = await compare(name);
    const whole = (samples.get(name) ?? []).join('\n');
    const piece = fc.tuple(fc.nat(whole.length), fc.nat(200)).map(([from, length]) => whole.slice(from, from + length));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const { ours, theirs } = find(pieces.join('\n'));
        const found = new Set(ours);
        expect(theirs.filter((match) => !found.has(match))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('readPatterns', () => {
  const names = { typeOf: (name: string) => ({ call: 1, name: 2, '(': 3 })[name], fieldOf: (name: string) => ({ callee: 7 })[name] };

  it('reads fields, choices, anchors, options, captures and tests', () => {
    const [first, second, ...more] = readPatterns('; note\n[(call callee: [(name) (_)]? @a . "(" @b . (#any-of? @a "x" "y")) (name)] @c\n(name) @d', names);
    expect(more).toEqual([]);
    expect(second).toEqual({ index: 1, roots: [{ type: 2, captures: ['d'], children: [] }], tests: [] });
    const plain = { optional: false, next: false, last: false, captures: true };
    const callee = { type: undefined, captures: ['a'], children: [] };
    expect(first?.roots).toEqual([
      {
        type: 1,
        captures: ['c'],
        children: [
          { ...plain, field: 7, optional: true, named: true, options: [{ ...callee, type: 2 }, callee] },
          { ...plain, field: undefined, next: true, last: true, named: false, options: [{ type: 3, captures: ['b'], children: [] }] },
        ],
      },
      { type: 2, captures: ['c'], children: [] },
    ]);
    expect(first?.tests.map(({ capture, holds }) => [capture, holds('x'), holds('z')])).toEqual([['a', true, false]]);
  });

  it.each([
    ['(call', 'ends too early'],
    ['(nothing)', 'no node nothing'],
    ['(call nowhere: (name))', 'no field nowhere'],
    ['(_) @a', 'begins with the type'],
    ['(name) @a (#eq? @a "x")', 'type of a node is missing'],
    ['(call (name) @a (#not-eq? @a "x"))', 'no test not-eq?'],
    ['(call (name)* @a)', 'cannot be read: *'],
    ['(call !callee)', 'cannot be read: !'],
  ])('refuses %s', (source, reason) => {
    expect(() => readPatterns(source, names)).toThrow(reason);
  });
});
