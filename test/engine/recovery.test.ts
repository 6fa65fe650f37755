import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OCodeError } from '../../src/contract/error.js';
import type { EngineEvent } from '../../src/contract/event.js';
import { wantedPause } from '../../src/engine/patience.js';
import { type ScriptedAnswer, ScriptedClient } from '../fakes/scripted-client.js';
import { engineParts, newSession, run } from './engine-parts.js';

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'ocode-engine-')));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Step = ScriptedAnswer | OCodeError;

/** Answers in order; the last one again and again. */
function scripted(...steps: Step[]): ScriptedClient {
  return new ScriptedClient((_, index) => {
    const step = steps[Math.min(index, steps.length - 1)];
    if (step instanceof OCodeError) throw step;
    return step ?? {};
  });
}

const shown = (events: readonly EngineEvent[]): string => events.map((event) => (event.type === 'text_delta' ? event.text : '')).join('');
const last = (client: ScriptedClient, index: number): string => client.requests[index]?.messages.at(-1)?.text ?? '';
const call = (id: string, path: string, count = 1) => ({ id, name: 'lines', args: { path, count } });

describe('answers that are not whole', () => {
  it('tells the model of a call that was cut while it was written as text, and shows nothing of it', async () => {
    const client = scripted({ text: 'Let me look.\n<tool_call>{"name": "lines", "arguments": {"path": "a.ts", "cou', reason: 'length' }, { text: 'All done.' });
    const { events, result } = await run(engineParts(root, client), 'x', newSession(root));
    expect(result).toMatchObject({ subtype: 'success', result: 'All done.', tool_calls: [] });
    expect(last(client, 1)).toMatch(/smaller parts/);
    expect(shown(events)).not.toContain('tool_call');
    expect(shown(events)).toContain('Let me look.');
  });

  it('never runs a whole call of an answer that was cut, and gives up with max_tokens', async () => {
    const client = scripted({ text: '<tool_call>{"name": "lines", "arguments": {"path": "a.ts", "count": 1}}</tool_call>\nand th', reason: 'length' });
    const { result } = await run(engineParts(root, client), 'x', newSession(root));
    expect(result).toMatchObject({ subtype: 'error_max_tokens', exit_code: 7, tool_calls: [] });
  });

  it('joins a cut text without repeating or losing a word', async () => {
    const client = scripted({ text: 'one two three fo', reason: 'length' }, { text: 'three four five', reason: 'length' }, { text: ' six.' });
    const { events, result } = await run(engineParts(root, client), 'x', newSession(root));
    expect(result.result).toBe(shown(events));
    expect(result.result).toMatch(/five six\.$/);
  });

  it('shows a cut answer again from its beginning when the stream is lost while it goes on', async () => {
    const client = scripted({ text: 'The first half, ', reason: 'length' }, new OCodeError('stream_lost', 'gone', { retryable: true }), {
      text: 'the second half.',
    });
    const { events, result } = await run(engineParts(root, client), 'x', newSession(root));
    expect(result.result).toBe('The first half, the second half.');
    const restart = events.findIndex((event) => event.type === 'notice' && event.code === 'turn_restarted');
    expect(shown(events.slice(restart))).toBe(result.result);
  });
});

describe('answers without words', () => {
  it('nudges, then goes without thinking, then ends', async () => {
    const client = scripted({ thinking: 'hm' });
    const parts = engineParts(root, client);
    parts.model.options.think = 'medium';
    const { result } = await run(parts, 'x', newSession(root));
    expect(result).toMatchObject({ subtype: 'error_model_response', exit_code: 6 });
    expect(client.requests.map((request) => request.options.think)).toEqual(['medium', 'medium', 'off']);
  });

  it('goes without thinking when thinking used up the tokens', async () => {
    const client = new ScriptedClient((request) => (request.options.think === 'off' ? { text: 'At last.' } : { thinking: 'hm and hm', reason: 'length' }));
    const parts = engineParts(root, client);
    parts.model.options.think = 'high';
    const { result } = await run(parts, 'x', newSession(root));
    expect(result).toMatchObject({ subtype: 'success', result: 'At last.' });
  });
});

describe('calls that cannot be read', () => {
  const malformed = (raw: string) => new OCodeError('malformed_call', 'error parsing tool call', { details: { raw } });

  it('asks again at most twice', async () => {
    const client = scripted(malformed('nothing of use'));
    const { result } = await run(engineParts(root, client), 'x', newSession(root));
    expect(result).toMatchObject({ subtype: 'error_model_response', exit_code: 6 });
    expect(result.error?.message).toContain('error parsing tool call');
    expect(client.requests).toHaveLength(3);
  });

  it('mends what can be mended, without words of an earlier turn', async () => {
    const client = scripted({ text: 'Looking at a.', calls: [call('1', 'a')] }, malformed('{"name": "lines", "arguments": {"path": "b", "count": 2,}}'), {
      text: 'Done.',
    });
    const session = newSession(root);
    const { result } = await run(engineParts(root, client), 'x', session);
    expect(result.tool_calls.map(({ ok }) => ok)).toEqual([true, true]);
    expect(session.messages.filter((message) => message.role === 'assistant').map(({ text }) => text)).toEqual(['Looking at a.', '', 'Done.']);
  });
});

describe('models in circles', () => {
  it('stops two calls by turns', async () => {
    const client = new ScriptedClient((_, index) => ({ calls: [call(`c${index}`, index % 2 ? 'a' : 'b')] }));
    const { result } = await run(engineParts(root, client), 'x', newSession(root));
    expect(result).toMatchObject({ subtype: 'error_loop', exit_code: 7 });
    expect(result.num_turns).toBeLessThanOrEqual(6);
  });

  it.each(['text', 'thinking'] as const)('stops %s that repeats a paragraph', async (kind) => {
    const paragraph = `${Array.from({ length: 90 }, (_, n) => `w${n * n}`).join(' ')}\n`;
    const { result } = await run(engineParts(root, scripted({ [kind]: paragraph.repeat(40) })), 'x', newSession(root));
    expect(result.subtype).toBe('error_loop');
  });
});

describe('secrets', () => {
  it('are masked in every event and in the result', async () => {
    const client = scripted({ calls: [{ ...call('1', 'hunter2-secret') }] }, { text: 'It is hunter2-secret.' });
    const parts = engineParts(root, client, { mask: (text) => text.replaceAll('hunter2-secret', '[masked]'), takeNotices: () => ['beware of hunter2-secret'] });
    const { events, result } = await run(parts, 'x', newSession(root));
    expect(JSON.stringify(events.filter(({ type }) => type !== 'text_delta'))).not.toContain('hunter2');
    expect(JSON.stringify(result)).not.toContain('hunter2');
    expect(last(client, 1)).toContain('hunter2-secret');
  });
});

describe('a server that asks for patience', () => {
  it.each([
    ['nothing', undefined, 200],
    ['less than our own pause', 50, 200],
    ['more', 3000, 3000],
    ['an hour', 3_600_000, 15_000],
  ])('gets it, within reason: %s', (_, asked, pause) => {
    expect(wantedPause(asked, 200)).toBe(pause);
  });
});

describe('limits', () => {
  it('counts calls, not what comes after them: as many as are allowed and an answer is a success', async () => {
    const client = scripted({ calls: [call('1', 'a'), call('2', 'b')] }, { text: 'Both seen.' });
    const limits = { ...engineParts(root, client).limits, maxToolCalls: 2 };
    const { result } = await run(engineParts(root, client, { limits }), 'x', newSession(root));
    expect(result).toMatchObject({ subtype: 'success', result: 'Both seen.', num_turns: 2 });
  });

  it('runs no call more than are allowed', async () => {
    const client = new ScriptedClient((_, index) => ({ calls: [call(`c${index}`, `f${index}`)] }));
    const limits = { ...engineParts(root, client).limits, maxToolCalls: 2 };
    const session = newSession(root);
    const { result } = await run(engineParts(root, client, { limits }), 'x', session);
    expect(result).toMatchObject({ subtype: 'error_max_tool_calls', exit_code: 7, num_turns: 3 });
    expect(result.tool_calls).toHaveLength(2);
    expect(session.messages.at(-1)).toMatchObject({ role: 'tool', ok: false });
  });

  it('counts whole turns only', async () => {
    const client = scripted({ calls: [call('1', 'a')] }, new OCodeError('model_response', 'refused'));
    const { result } = await run(engineParts(root, client), 'x', newSession(root));
    expect(result).toMatchObject({ subtype: 'error_model_response', num_turns: 1 });
  });
});

describe('ids of calls', () => {
  it('are told apart when the server gives the same in every answer', async () => {
    const client = scripted({ calls: [call('call_0', 'a')] }, { calls: [call('call_0', 'b')] }, { text: 'Done.' });
    const session = newSession(root);
    const { events, result } = await run(engineParts(root, client), 'x', session);
    const ids = events.flatMap((event) => (event.type === 'tool_finished' ? [event.call_id] : []));
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toBe('call_0');
    expect(result.tool_calls.map(({ id }) => id)).toEqual(ids);
    expect(session.messages.flatMap((message) => (message.role === 'tool' ? [message.callId] : []))).toEqual(ids);
  });
});

describe('a run that is stopped in the middle of an answer', () => {
  it.each([
    ['word ', 'word '],
    ['Some words. And', 'Some words. And'],
    ['{"name": "lines", "argu', ''],
  ])('keeps what was said, but no half call: %j', async (text, expected) => {
    const stop = new AbortController();
    const client = new ScriptedClient(() => ({ text }));
    const chat = client.chat.bind(client);
    client.chat = async function* (request, signal) {
      for await (const delta of chat(request, signal)) {
        if (delta.type === 'done') {
          stop.abort(new OCodeError('timeout', 'time is over'));
          throw signal.reason;
        }
        yield delta;
      }
    };
    const { result } = await run(engineParts(root, client), 'x', newSession(root), stop.signal);
    expect(result).toMatchObject({ subtype: 'error_timeout', result: expected });
  });
});
