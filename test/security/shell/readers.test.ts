import { describe, expect, test } from 'vitest';
import { READERS } from '../../../src/security/shell/readers.js';
import { GIT_READERS } from '../../../src/security/shell/readers-git.js';
import { SEARCHERS } from '../../../src/security/shell/readers-search.js';
import { placeOfFile, verdict } from '../workbench.js';

const { judge } = placeOfFile();

/** Every row of the tables carries commands that must pass and commands that must not. */
const rows = [...Object.entries(READERS), ...Object.entries(SEARCHERS), ...Object.entries(GIT_READERS)];

describe.each(rows)('%s', (name, row) => {
  test.each(row.allow.map((text) => text.replace('NAME', name)))('passes: %s', async (text) => {
    const decision = await judge.decide({ tool: 'bash', kind: 'execute', accesses: [{ kind: 'execute', command: text }], args: {} });
    expect(decision).toMatchObject({ verdict: 'allow' });
  });
  test.each(row.ask.map((text) => text.replace('NAME', name)))('does not pass: %s', async (text) => {
    expect(await verdict(judge, text)).not.toBe('allow');
  });
  test('has examples of both', () => {
    expect([row.allow.length > 0, row.ask.length > 0]).toEqual([true, true]);
  });
});
