import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineReader } from '../../src/lib/line-reader.js';
import { argumentSchema } from '../../src/mcp/argument-schema.js';
import { belongsTo, serverPrefixes, toolName } from '../../src/mcp/names.js';

describe('names', () => {
  it.each([
    ['kit', 'echo', 'kit__echo'],
    ['my server', 'do.it', 'my_server__do_it'],
    ['a__b', 'c__d', 'a_b__c__d'],
    ['日本', '語', 'server__tool'],
    ['é', '../../etc', 'e__etc'],
  ])('%s %s is %s', (server, tool, name) => {
    const prefix = serverPrefixes([server]).get(server) ?? '';
    expect(toolName(prefix, tool, new Set())).toBe(name);
    expect(belongsTo(name.toUpperCase(), prefix)).toBe(true);
  });

  it('are always clean, unique and short', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 90 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.string({ maxLength: 90 }), { maxLength: 8 }),
        (servers, tools) => {
          const taken = new Set<string>();
          const prefixes = serverPrefixes(servers);
          const names = servers.flatMap((server) => tools.map((tool) => toolName(prefixes.get(server) ?? '', tool, taken)));
          expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
          for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
          for (const [index, name] of names.entries()) {
            expect(belongsTo(name, prefixes.get(servers[Math.floor(index / tools.length)] ?? '') ?? '')).toBe(true);
          }
        },
      ),
    );
  });
});

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

describe('argument schemas', () => {
  it('references that multiply are followed only so far', () => {
    const level = (next: number) => ({ anyOf: Array.from({ length: 40 }, () => ({ $ref: `#/$defs/${next}` })) });
    const $defs = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [at, at < 8 ? level(at + 1) : { type: 'string' }]));
    const { problem, parameters } = argumentSchema({ type: 'object', properties: { a: { $ref: '#/$defs/0' } }, $defs });
    expect([problem, parameters]).toEqual(['is too large to be shown whole', { type: 'object', properties: { a: {} }, required: [] }]);
  });

  it('any JSON value gives an object schema and a shape that takes objects', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (schema) => {
        const { parameters, input } = argumentSchema(schema);
        expect(parameters.type).toBe('object');
        expect(typeof input.safeParse({}).success).toBe('boolean');
      }),
    );
  });

  it.each([
    [{ type: 'string' }, 'not the schema of an object'],
    [{ type: 'object', required: 'a' }, '"required"'],
    [{ type: 'object', properties: { a: 1 } }, 'is no object'],
    [{ type: 'object', properties: [] }, '"properties"'],
    [undefined, 'is no object'],
    [{ type: 'object', properties: { a: { default: nested(50_000) } } }, 'nested too deep'],
  ])('what is no schema of an object is replaced (case %#)', (schema, problem) => {
    expect(argumentSchema(schema).problem).toContain(problem);
    expect(argumentSchema(schema).input.parse({ x: 1 })).toEqual({ x: 1 });
  });

  it('references are put in place, circles are cut', () => {
    const schema = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/A' }, b: { $ref: '#/nowhere' } },
      $defs: { A: { type: 'object', properties: { again: { $ref: '#/$defs/A' } } } },
    };
    expect(argumentSchema(schema).parameters).toEqual({ type: 'object', properties: { a: { type: 'object', properties: { again: {} } }, b: {} } });
  });

  it('large ones lose their descriptions, then all but their names', () => {
    const property = (description: string) => ({ type: 'string', description, enum: ['a', 'b'] });
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, property('d'.repeat(150))]));
    expect(JSON.stringify(argumentSchema({ type: 'object', properties: many(50) }).parameters)).not.toContain('ddd');
    const huge = argumentSchema({ type: 'object', properties: many(5000) });
    expect(JSON.stringify(huge.parameters).length).toBeLessThan(6_000);
    expect(huge.problem).toContain('too large');
  });
});

describe('lines', () => {
  it('are the same however the bytes come', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\s/g, '.'))), fc.integer({ min: 1, max: 7 }), (lines, step) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\r\n`).join(''));
        const reader = new LineReader(1000);
        const found: string[] = [];
        for (let at = 0; at < bytes.length; at += step) found.push(...reader.push(bytes.subarray(at, at + step)));
        expect(found).toEqual(lines.map((line) => line.trim()).filter((line) => line !== ''));
      }),
    );
  });

  it('have a limit', () => {
    const reader = new LineReader(10);
    reader.push(Buffer.from('12345'));
    expect(() => reader.push(Buffer.from('678901'))).toThrow('longer than 10');
  });
});
