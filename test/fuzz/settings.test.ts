import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allKeys } from '../../src/config/keys.js';
import { readLayer } from '../../src/config/read-layer.js';
import { writeKey } from '../../src/config/write.js';
import { isOCodeError } from '../../src/contract/error.js';
import { PATIENCE, RUNS } from './support/runs.js';
import { scratchFolder } from './support/scratch.js';

const file = join(scratchFolder(), 'settings.json');

/** Warnings of a text of settings, or the message it is refused with. */
function read(text: string | Uint8Array): { warnings: string[]; refused?: string } {
  writeFileSync(file, text);
  const warnings: string[] = [];
  try {
    readLayer(file, 'user', (warning) => void warnings.push(warning));
    return { warnings };
  } catch (error) {
    expect(isOCodeError(error) && error.code === 'config', String(error)).toBe(true);
    return { warnings, refused: (error as Error).message };
  }
}

const key = fc.oneof(
  fc.constantFrom(...allKeys().flatMap((each) => each.split('.')), '__proto__', 'constructor', 'toString', 'hasOwnProperty'),
  fc.string({ maxLength: 8 }),
);
const value = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(true, false, null, '', 'x', -1, 0, 1e308, [], {}, ['bash(ls)']));
const settings = fc.dictionary(key, fc.oneof(value, fc.dictionary(key, value, { maxKeys: 3 })), { maxKeys: 5 });

describe('settings', () => {
  it(
    'any JSON is taken, or refused with file, line and key',
    () => {
      fc.assert(
        fc.property(settings, (values) => {
          const { refused } = read(JSON.stringify(values, null, 1));
          if (refused === undefined) return;
          expect(refused).toMatch(/settings\.json:\d+: /);
          expect(
            Object.keys(values).some((name) => refused.includes(name)),
            refused,
          ).toBe(true);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'every key that does not exist is named',
    () => {
      fc.assert(
        fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z_]{3,12}$/), { minLength: 1, maxLength: 4 }), (names) => {
          const unknown = names.filter((name) => !allKeys().some((known) => known.split('.')[0] === name));
          fc.pre(unknown.length > 0);
          const { warnings, refused } = read(JSON.stringify(Object.fromEntries(unknown.map((name) => [name, 1]))));
          expect(refused).toBeUndefined();
          for (const name of unknown)
            expect(
              warnings.some((warning) => warning.includes(`"${name}"`)),
              name,
            ).toBe(true);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'any bytes are taken or refused, never a crash',
    () => {
      const bytes = fc.oneof(
        fc.uint8Array({ maxLength: 80 }),
        fc.string({ unit: 'binary', maxLength: 80 }).map((text) => Buffer.from(text)),
        fc.tuple(settings, fc.nat(), fc.uint8Array({ maxLength: 4 })).map(([values, at, put]) => {
          const text = Buffer.from(JSON.stringify(values));
          const place = at % (text.length + 1);
          return Buffer.concat([text.subarray(0, place), put, text.subarray(place + put.length)]);
        }),
      );
      fc.assert(
        fc.property(bytes, (text) => {
          read(text);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'config set changes its key and keeps every other, with its comments',
    async () => {
      await fc.assert(
        fc.asyncProperty(settings, fc.constantFrom('verbose', 'temperature', 'permissions.mode', 'context.budget'), async (values, name) => {
          fc.pre(!Object.hasOwn(values, name.split('.')[0] ?? ''));
          const before = `// mine\n${JSON.stringify(values, null, 2)}\n`;
          writeFileSync(file, before);
          await writeKey(file, name, 1);
          const { readFileSync } = await import('node:fs');
          const after = readFileSync(file, 'utf8');
          expect(after.startsWith('// mine\n')).toBe(true);
          const { parse } = await import('jsonc-parser');
          const [outer = '', inner] = name.split('.');
          const { [outer]: added, ...rest } = parse(after) as Record<string, unknown>;
          expect(JSON.stringify(rest)).toBe(JSON.stringify(parse(before)));
          expect(inner ? (added as Record<string, unknown>)[inner] : added).toBe(1);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});
