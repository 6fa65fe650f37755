import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../src/contract/chat.js';
import { type Script, ScriptedClient } from '../fakes/scripted-client.js';
import { engineParts, newSession, run } from './engine-parts.js';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-engine-')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const TASK = 'the very first task: port the parser to TypeScript';

/** Every call has its result right after it, and no result stands alone. */
function expectPairs({ messages }: ChatRequest): void {
  let open: string[] = [];
  for (const message of messages) {
    if (message.role === 'tool') expect(open.shift()).toBe(message.callId);
    else expect(open).toEqual([]);
    if (message.role === 'assistant') open = message.calls.map((call) => call.id);
  }
  expect(open).toEqual([]);
}

/** Each request begins with the one before it; returns how often that was not so. */
function rewrites(requests: readonly ChatRequest[]): number {
  return requests.filter((request, index) => {
    const before = requests[index - 1]?.messages ?? [];
    return JSON.stringify(request.messages.slice(0, before.length)) !== JSON.stringify(before);
  }).length;
}

const words = (count: number): string => Array.from({ length: count }, (_, n) => `w${n * n}`).join(' ');
const calls = (id: string, path: string, count: number) => [{ id, name: 'lines', args: { path, count } }];
const callThenAnswer =
  (size: (index: number) => number): Script =>
  (request, index) =>
    request.messages.at(-1)?.role === 'tool'
      ? { text: `Answer ${index}: ${'it is as it is. '.repeat(1 + (index % 9))}`, thinking: 'so it is' }
      : { text: 'Looking.', calls: calls(`c${index}`, `src/f${index}.ts`, size(index)) };

describe('a session far longer than its window', () => {
  it.each([
    ['a model for summaries', 'Files were read; the parser is half ported.'],
    ['no summaries to be had', undefined],
    ['a summary that does not end', 'blah blah '.repeat(4000)],
  ])('holds over 200 questions with %s', async (_, summary) => {
    const client = new ScriptedClient(
      callThenAnswer((index) => (index * 7) % 60),
      summary,
    );
    const session = newSession(root);
    let compactions = 0;
    for (let turn = 0; turn < 200; turn++) {
      // Each question is a run of its own, as with -c.
      const { events, result } = await run(
        engineParts(root, client),
        turn === 0 ? TASK : `question number ${turn}, and ${'some words '.repeat(turn % 20)}`,
        session,
      );
      expect(result.subtype, result.error?.message).toBe('success');
      compactions += events.filter((event) => event.type === 'compacted').length;
    }
    expect(client.overflows).toBe(0);
    expect(rewrites(client.requests)).toBe(compactions);
    expect(compactions).toBeGreaterThan(3);
    for (const request of client.requests) {
      expectPairs(request);
      expect(JSON.stringify(request.messages)).toContain(TASK);
    }
    expect(session.messages.filter((message) => message.role === 'user' && !message.auto)).toHaveLength(200);
  });

  it('holds over one question with 48 large steps', async () => {
    const client = new ScriptedClient((_, index) =>
      index < 48 ? { text: words(60), thinking: words(150), calls: calls(`c${index}`, `f${index}`, 60) } : { text: 'Done.' },
    );
    const { result } = await run(engineParts(root, client), TASK, newSession(root));
    expect(result).toMatchObject({ subtype: 'success', result: 'Done.' });
    expect(client.overflows).toBe(0);
    for (const request of client.requests) {
      expectPairs(request);
      expect(JSON.stringify(request.messages)).toContain(TASK);
    }
  });

  it('learns from an overflow how many tokens a request really has', async () => {
    const client = new ScriptedClient(callThenAnswer(() => 60));
    const session = newSession(root);
    const parts = engineParts(root, client);
    parts.model.charsPerToken = 7;
    for (let turn = 0; turn < 20; turn++) {
      const { result } = await run(parts, `question ${turn}`, session);
      expect(result.subtype, result.error?.message).toBe('success');
    }
    expect(client.overflows).toBeLessThanOrEqual(1);
  });

  it('ends with the numbers when nothing can be made shorter', async () => {
    const client = new ScriptedClient(() => ({ text: 'never' }));
    const { result } = await run(engineParts(root, client), 'x'.repeat(60_000), newSession(root));
    expect(result).toMatchObject({ is_error: true, subtype: 'error_model_response' });
    expect(result.error?.message).toMatch(/8192/);
  });
});
