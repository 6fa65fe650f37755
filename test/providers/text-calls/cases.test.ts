import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createTextCallReader } from '../../../src/providers/text-calls/reader.js';
import { accept, isKnownName } from '../../support/case-tools.js';

/** The shared cases, when they are there: OCODE_CASES names their folder. */
interface Case {
  id: string;
  family: string;
  text: string;
  expect: { name: string; args: unknown }[];
  also_ok?: { name: string; args: unknown }[][];
  visible?: string;
  hidden?: string;
  finish?: string;
}

const folder = process.env.OCODE_CASES ?? join(import.meta.dirname, '../../../../shared/cases/textcalls');
const file = join(folder, 'textcalls.dev.jsonl');

describe.skipIf(!existsSync(file))('shared cases', () => {
  const cases = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Case)
    : [];

  it.each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const runs = [1, 3, 17, 1e6].map((size) => read(one, size));
    for (const run of runs) expect(run).toEqual(runs[0]);
    const { calls, shown } = runs[0]!;
    const right = [one.expect, ...(one.also_ok ?? [])].some((wanted) => isDeepStrictEqual(wanted, calls));
    if (!right) expect(calls).toEqual(one.expect);
    if (one.visible) expect(shown).toContain(one.visible);
    if (one.hidden && calls.length === one.expect.length) expect(shown).not.toContain(one.hidden);
  });
});

function read(one: Case, size: number): { calls: unknown[]; shown: string } {
  const reader = createTextCallReader({ accept, isKnownName, newId: () => 'id' });
  let shown = '';
  const show = (pieces: readonly { type: string; text: string }[]): void => {
    for (const piece of pieces) if (piece.type === 'text') shown += piece.text;
  };
  for (let at = 0; at < one.text.length; at += size) show(reader.push(one.text.slice(at, at + size)));
  const end = reader.end((one.finish ?? 'stop') === 'stop');
  show(end.pieces);
  return { calls: end.calls.map(({ name, args }) => ({ name, args })), shown };
}
