import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOCodeError } from '../../src/contract/error.js';
import type { Message } from '../../src/contract/message.js';
import { historyError } from '../../src/session/check-history.js';
import { sessionMarkdown } from '../../src/session/export.js';
import { SessionManager } from '../../src/session/session-manager.js';
import { PATIENCE, RUNS } from './support/runs.js';
import { scratchFolder } from './support/scratch.js';

const folder = join(scratchFolder(), 'sessions');
mkdirSync(folder);

const manager = new SessionManager({ folder });
const ID = '11111111-2222-4333-8444-555555555555';
const file = manager.file(ID);

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 }));
/** `__proto__` is left out of what is read back, as it is left out of the arguments of tools. */
const args = fc.dictionary(
  fc.oneof(fc.constantFrom('path', 'toString'), text).filter((name) => name !== '__proto__'),
  fc.jsonValue(),
  { maxKeys: 3 },
);
/** One whole turn: an answer with its calls, and each call's result. */
const turn = fc
  .array(fc.tuple(text, args, text), { maxLength: 3 })
  .chain((calls) =>
    fc
      .tuple(text, text)
      .map(([question, answer]): Message[] => [
        { role: 'user', text: question },
        { role: 'assistant', text: answer, calls: calls.map(([name, given], index) => ({ id: `c${index}`, name, args: given })) },
        ...calls.map(([name, , result], index): Message => ({ role: 'tool', callId: `c${index}`, name, ok: true, text: result })),
      ]),
  );
const history = fc.array(turn, { maxLength: 4 }).map((turns) => turns.flat());

function sessionOf(messages: Message[]) {
  return { ...manager.create({ cwd: '/x', model: 'm', provider: 'ollama' }), session_id: ID, messages, turns: messages.length };
}

/** Loads what is in the file: sound, or refused with the file's name; the file stays as it was. */
function load(content: string | Buffer): boolean {
  writeFileSync(file, content);
  const before = readFileSync(file);
  try {
    const session = manager.load(ID);
    expect(historyError(session.messages)).toBeUndefined();
    sessionMarkdown(session);
    return true;
  } catch (error) {
    expect(isOCodeError(error) && error.code === 'session', String(error)).toBe(true);
    expect((error as Error).message).toContain(file);
    return false;
  } finally {
    const { sessions, damaged } = manager.list();
    expect(sessions.length + damaged.length).toBe(1);
    expect(readFileSync(file).equals(before)).toBe(true);
  }
}

describe('a session file', () => {
  it(
    'comes back as it was saved',
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async (messages) => {
          const session = sessionOf(messages);
          await manager.save(session);
          expect(JSON.stringify(manager.load(ID))).toBe(JSON.stringify(session));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'with another value anywhere is sound, or named and left alone',
    () => {
      fc.assert(
        fc.property(history, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), fc.oneof(fc.jsonValue(), fc.constant(undefined)), (messages, way, value) => {
          load(JSON.stringify(changed(JSON.parse(JSON.stringify(sessionOf(messages))), way, value)));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'with other bytes is sound, or named and left alone',
    () => {
      fc.assert(
        fc.property(history, fc.nat(), fc.uint8Array({ maxLength: 4 }), fc.boolean(), (messages, at, put, cut) => {
          const bytes = Buffer.from(JSON.stringify(sessionOf(messages)));
          const place = at % bytes.length;
          load(cut ? bytes.subarray(0, place) : Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + put.length)]));
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );

  it(
    'of which a message is missing or twice never becomes a history with calls that have no result',
    () => {
      fc.assert(
        fc.property(history, fc.nat(), fc.boolean(), (messages, at, twice) => {
          fc.pre(messages.length > 0);
          const place = at % messages.length;
          const others = messages.flatMap((message, index) => (index === place ? (twice ? [message, message] : []) : [message]));
          expect(load(JSON.stringify(sessionOf(others)))).toBe(historyError(others) === undefined);
        }),
        { numRuns: RUNS },
      );
    },
    PATIENCE,
  );
});

/** Follows `way` down through a value and puts another in its place. */
function changed(root: unknown, way: readonly number[], value: unknown): unknown {
  const [step = 0, ...rest] = way;
  if (typeof root !== 'object' || root === null || Object.keys(root).length === 0) return value;
  const keys = Object.keys(root);
  const name = keys[step % keys.length] ?? '';
  const holder = root as Record<string, unknown>;
  holder[name] = rest.length === 0 ? value : changed(holder[name], rest, value);
  return root;
}
