import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineReader } from '../../src/lib/line-reader.js';
import { argumentSchema } from '../../src/mcp/argument-schema.js';
import { describeContent, describeTool, resultText } from '../../src/mcp/describe.js';
import { belongsTo, serverPrefixes, toolName } from '../../src/mcp/names.js';
import { callResultShape, promptShape, resourceShape, toolShape } from '../../src/mcp/wire.js';
import { PATIENCE, RUNS } from './support/runs.js';

const json = fc.jsonValue({ maxDepth: 4 });
const NAMES = [
  'type',
  'text',
  'data',
  'mimeType',
  'resource',
  'uri',
  'name',
  'description',
  'inputSchema',
  'properties',
  'items',
  '$ref',
  'toString',
  'content',
  'arguments',
  'required',
  'enum',
];
/** Objects that look like what a server sends, with anything in the places. */
const item = fc.dictionary(
  fc.constantFrom(...NAMES),
  fc.oneof(
    json,
    fc.constantFrom<unknown>({ toString: 1 }, [], 'text', 'image', 'audio', 'resource', 'resource_link', 'object', 'string', 'array', '#', '#/properties'),
  ),
  { maxKeys: 6 },
);

describe('lines of a server', () => {
  it(
    'are the same in any chunks',
    () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(), { maxLength: 12 }), (bytes, places) => {
          const whole = Buffer.from(bytes.map((byte) => (byte < 40 ? 10 : byte)));
          const cuts = [...new Set([0, ...places.map((place) => place % (whole.length + 1)), whole.length])].sort((a, b) => a - b);
          const reader = new LineReader(1_000_000);
          const pieces = cuts.slice(1).flatMap((end, index) => reader.push(whole.subarray(cuts[index], end)));
          expect(pieces).toEqual(new LineReader(1_000_000).push(whole));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'beyond the limit end it, however they come',
    () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 30 }), (longest, step) => {
          const reader = new LineReader(longest);
          const push = (): void => {
            for (let sent = 0; sent <= longest; sent += step) reader.push(Buffer.alloc(step, 0x61));
          };
          expect(push).toThrow(/longer than/);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});

describe('what a server sends', () => {
  it(
    'content of any kind becomes text',
    () => {
      fc.assert(
        fc.property(fc.array(fc.oneof(item, json), { maxLength: 4 }), fc.option(json), fc.integer({ min: 20, max: 500 }), (content, structured, budget) => {
          const parsed = callResultShape.safeParse({ content, ...(structured === null ? {} : { structuredContent: structured }) });
          expect(parsed.success).toBe(true);
          const text = resultText(parsed.data ?? { content: [] }, budget);
          expect(text).not.toBe('');
          expect(text).not.toContain('\u001b');
          for (const each of content) expect(typeof describeContent(each)).toBe('string');
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'tools, resources and prompts are read or left out, one by one',
    () => {
      fc.assert(
        fc.property(fc.oneof(item, json), (value) => {
          for (const shape of [toolShape, resourceShape, promptShape]) expect(typeof shape.safeParse(value).success).toBe('boolean');
          const tool = toolShape.safeParse(value);
          if (tool.success) expect(describeTool(tool.data.description, 'server')).not.toMatch(/[\n\u001b]/);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'any schema becomes one of an object, small enough for the prompt, that takes arguments or refuses them',
    () => {
      fc.assert(
        fc.property(fc.oneof(item, json), json, (schema, args) => {
          const { parameters, input } = argumentSchema(schema);
          expect(parameters.type).toBe('object');
          expect(JSON.stringify(parameters).length).toBeLessThan(7_000);
          expect(typeof input.safeParse(args).success).toBe('boolean');
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'any names become names of ours: clean, short, each once, and known by their server',
    () => {
      const name = fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        fc.string({ maxLength: 100 }),
        fc.constantFrom('a', 'A', 'a-b', 'a_b', '__', '', 'x'.repeat(80)),
      );
      fc.assert(
        fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 4 }), fc.array(name, { maxLength: 6 }), (servers, tools) => {
          const taken = new Set<string>();
          const given: string[] = [];
          for (const [, prefix] of serverPrefixes(servers)) {
            for (const tool of tools) {
              const ours = toolName(prefix, tool, taken);
              expect(ours).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
              expect(belongsTo(ours, prefix)).toBe(true);
              given.push(ours.toLowerCase().replaceAll('-', '_'));
            }
          }
          expect(new Set(given).size).toBe(given.length);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});
