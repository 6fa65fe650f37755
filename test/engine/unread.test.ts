import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EngineParts } from '../../src/engine/parts.js';
import { concernsPeople } from '../../src/lib/notices.js';
import { ScriptedClient } from '../fakes/scripted-client.js';
import { engineParts, newSession, run } from './engine-parts.js';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-engine-')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TEXT = 'the index is not complete yet';

it.each([
  ['a large project of which little is read', { files: 100_000, analyzed: 900, cached: 1_000, skipped: 100 }, true],
  ['a small project', { files: 1_500, analyzed: 0, cached: 0, skipped: 0 }, false],
  ['a large project that is read', { files: 100_000, analyzed: 0, cached: 99_000, skipped: 1_000 }, false],
])('%s: people are told, programs get no warning', async (_, stats, told) => {
  const context = { build: async () => ({ text: '', tokens: 0, files: [], notices: [TEXT], stats }) } as unknown as EngineParts['context'];
  const client = new ScriptedClient(() => ({ text: 'Done.' }));
  const { events, result } = await run(engineParts(root, client, { context, prompt: { contextBudget: 1000 } }), 'hello', newSession(root));
  const notice = events.find((event) => event.type === 'notice' && event.text === TEXT);
  expect(notice?.type === 'notice' && concernsPeople(notice)).toBe(told);
  expect(result.warnings).toEqual([]);
});
