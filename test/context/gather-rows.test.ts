import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gatherRows } from '../../src/context/store/gather-rows.js';
import { ByteReader } from '../../src/context/words/bytes.js';

const LENGTHS = { body: 0, names: 0, comments: 0, path: 0, base: 0 };

it('turns the terms of files into the files of terms', () => {
  const payload = fc.uint8Array({ maxLength: 300 });
  const file = fc.tuple(fc.nat(100_000), fc.dictionary(fc.constantFrom('a', 'b', 'cc', '=d', '__proto__'), payload));
  fc.assert(
    fc.property(fc.array(file, { maxLength: 5 }), (files) => {
      const expected = new Map<string, Array<[number, number[]]>>();
      const given = files.map(([id, words]) => {
        const ends: number[] = [];
        const all: number[] = [];
        for (const [term, bytes] of Object.entries(words)) {
          all.push(...bytes);
          ends.push(all.length);
          expected.set(term, [...(expected.get(term) ?? []), [id, [...bytes]]]);
        }
        return { id, terms: { terms: Object.keys(words).join('\n'), ends: Uint32Array.from(ends), payloads: Uint8Array.from(all), lengths: LENGTHS } };
      });
      const { rowOf, starts, bytes } = gatherRows(given);
      const found = new Map<string, Array<[number, number[]]>>();
      for (const [term, row] of rowOf) {
        const reader = new ByteReader(bytes, starts[row], starts[row + 1]);
        const postings: Array<[number, number[]]> = [];
        while (reader.more) postings.push([reader.number(), [...reader.take(reader.number())]]);
        found.set(term, postings);
      }
      expect(found).toEqual(expected);
    }),
  );
});
