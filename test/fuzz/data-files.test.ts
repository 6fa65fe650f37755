import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isToolError } from '../../src/contract/error.js';
import { readJson } from '../../src/tools/data/json-document.js';
import { describeCell, parseNotebook } from '../../src/tools/data/notebook.js';
import { editNotebook } from '../../src/tools/data/notebooks.js';
import { select } from '../../src/tools/data/select.js';
import { type Step, valueAt } from '../../src/tools/data/value-text.js';
import { readYaml } from '../../src/tools/data/yaml-document.js';
import { PATIENCE, RUNS } from './support/runs.js';

const key = fc.oneof(fc.stringMatching(/^[a-z]{1,5}$/), fc.string({ unit: 'grapheme', maxLength: 4 })).filter((name) => name !== '__proto__');
const scalar = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.constant(null),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('yes', 'null', '1', '# x', '- a', 'a: b', '"', "'", 'line\nline\n', ' ', '*x', '&x', '!tag'),
);
const tree: fc.Arbitrary<unknown> = fc.letrec((again) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(again('value'), { maxLength: 3 }), fc.dictionary(key, again('value'), { maxKeys: 3 })),
})).value;
const root = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 });

/** A place in a value that is there, and the value with another one put in. */
function placeIn(value: unknown, way: readonly number[]): Step[] {
  if (way.length === 0 || typeof value !== 'object' || value === null || Object.keys(value).length === 0) return [];
  const names = Object.keys(value);
  const name = names[(way[0] ?? 0) % names.length] ?? '';
  const step: Step = Array.isArray(value) ? Number(name) : name;
  return [step, ...placeIn((value as Record<string, unknown>)[name], way.slice(1))];
}

function withValue(value: unknown, path: readonly Step[], wanted: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return wanted;
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? withValue(item, rest, wanted) : item));
  return Object.fromEntries(Object.entries(value as object).map(([name, item]) => [name, name === step ? withValue(item, rest, wanted) : item]));
}

const way = fc.array(fc.nat(20), { minLength: 1, maxLength: 4 });

describe('JSON files', () => {
  it(
    'set changes the value that is named and no byte of the others',
    async () => {
      await fc.assert(
        fc.asyncProperty(root, way, tree, fc.constantFrom(0, 2, 4, '\t'), async (value, steps, wanted, indent) => {
          const path = placeIn(value, steps);
          const text = `// kept\n${JSON.stringify(value, null, indent)}\n`;
          const after = await (await readJson(text, false)).set(path, wanted);
          expect(after.startsWith('// kept\n')).toBe(true);
          expect(JSON.parse(after.slice(8))).toEqual(JSON.parse(JSON.stringify(withValue(value, path, wanted))));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'any text is read, with what is wrong and where',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 60 }),
            fc.json(),
            fc.tuple(fc.json(), fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))),
          ),
          async (text) => {
            const document = await readJson(text, true);
            let valid = true;
            try {
              JSON.parse(text.replace(/^\ufeff/, ''));
            } catch {
              valid = false;
            }
            expect(document.problems.length === 0, JSON.stringify(document.problems)).toBe(valid);
            for (const { line, column } of document.problems) expect(line >= 1 && column >= 1).toBe(true);
          },
        ),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});

describe('YAML files', () => {
  it(
    'set changes the value that is named and keeps the others, with their comments',
    async () => {
      const { stringify } = await import('yaml');
      await fc.assert(
        fc.asyncProperty(root, way, tree, async (value, steps, wanted) => {
          const path = placeIn(value, steps);
          const text = `# kept\n${stringify(value)}`;
          const before = await readYaml(text);
          let after: string;
          try {
            after = await before.set(path, wanted);
          } catch (error) {
            return expect(isToolError(error), String(error)).toBe(true);
          }
          expect(after.startsWith('# kept\n')).toBe(true);
          const read = await readYaml(after);
          expect(read.problems).toEqual([]);
          expect(read.value).toEqual(JSON.parse(JSON.stringify(withValue(before.value, path, wanted))));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'any text is read or refused with a reason',
    async () => {
      const pieces = fc
        .array(
          fc.constantFrom(
            'a',
            ': ',
            '\n',
            '- ',
            '  ',
            '*a',
            '&a ',
            '!x ',
            '{',
            '}',
            '[',
            ']',
            ',',
            '"',
            "'",
            '|',
            '>',
            '# c',
            '---\n',
            '...\n',
            '? ',
            '<<: ',
            '%YAML 1.2\n',
            '\t',
            '\0',
          ),
          { maxLength: 20 },
        )
        .map((parts) => parts.join(''));
      await fc.assert(
        fc.asyncProperty(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 60 })), async (text) => {
          try {
            await readYaml(text);
          } catch (error) {
            expect(isToolError(error), String(error)).toBe(true);
          }
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});

describe('queries', () => {
  it(
    'give values that stand where they say, or a reason',
    async () => {
      const query = fc.oneof(
        fc.string({ maxLength: 20 }),
        fc
          .array(fc.constantFrom('$', '.', '..', '*', '[', ']', '0', '-1', 'a', "'a'", '?', '@', ':', ',', '(', ')', '==', '"'), { maxLength: 10 })
          .map((parts) => parts.join('')),
      );
      await fc.assert(
        fc.asyncProperty(root, query, async (value, text) => {
          try {
            for (const found of await select(value, text)) expect(valueAt(value, found.path)).toBe(found.value);
          } catch (error) {
            expect(isToolError(error), String(error)).toBe(true);
          }
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const source = fc.oneof(text, fc.array(text, { maxLength: 3 }));
const cell = fc.oneof(
  fc.record({ cell_type: fc.constant('markdown'), metadata: fc.constant({}), source }),
  fc.record({
    cell_type: fc.constant('code'),
    id: fc.stringMatching(/^[a-z0-9]{8}$/),
    metadata: fc.dictionary(key, scalar, { maxKeys: 2 }),
    source,
    execution_count: fc.option(fc.nat()),
    outputs: fc.array(
      fc.record(
        {
          output_type: fc.constantFrom('stream', 'error', 'display_data'),
          text: source,
          data: fc.dictionary(fc.constantFrom('text/plain', 'image/png'), fc.oneof(source, scalar)),
        },
        { requiredKeys: ['output_type'] },
      ),
      { maxLength: 2 },
    ),
  }),
);
const notebook = fc.record({
  cells: fc.array(cell, { minLength: 1, maxLength: 5 }),
  metadata: fc.dictionary(key, tree, { maxKeys: 2 }),
  nbformat: fc.constant(4),
  nbformat_minor: fc.constantFrom(4, 5),
});

describe('notebooks', () => {
  it(
    'an edit changes one cell; all others, and all around them, stay as they are',
    async () => {
      await fc.assert(
        fc.asyncProperty(notebook, fc.nat(5), fc.constantFrom('replace', 'insert', 'delete'), text, async (value, at, action, written) => {
          const before = JSON.stringify(value, null, 1);
          const number = at % value.cells.length;
          const after = JSON.parse(
            await editNotebook(before, { path: 'a.ipynb', cell: number, action, source: written } as Parameters<typeof editNotebook>[1]),
          );
          const others = value.cells.filter((_, index) => action === 'insert' || index !== number);
          const kept = after.cells.filter((_: unknown, index: number) => action === 'delete' || index !== number);
          expect(JSON.stringify(kept)).toBe(JSON.stringify(others));
          expect({ ...after, cells: [] }).toEqual({ ...JSON.parse(before), cells: [] });
          const changed = after.cells[number];
          if (action !== 'delete') expect([changed.source].flat().join('')).toBe(written);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'any JSON is a notebook or refused with a reason',
    () => {
      const odd = fc.oneof(
        fc.json(),
        fc.string({ maxLength: 30 }),
        fc
          .record({
            cells: fc.oneof(fc.array(fc.oneof(cell, fc.jsonValue())), fc.jsonValue()),
            nbformat: fc.oneof(fc.constantFrom(3, 4), fc.jsonValue()),
            nbformat_minor: fc.constant(5),
          })
          .map((value) => JSON.stringify(value)),
      );
      fc.assert(
        fc.property(odd, (written) => {
          try {
            for (const [index, each] of parseNotebook(written, 'a.ipynb').cells.entries()) expect(typeof describeCell(each, index, true)).toBe('string');
          } catch (error) {
            expect(isToolError(error), String(error)).toBe(true);
          }
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});
