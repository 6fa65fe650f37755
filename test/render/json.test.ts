import { expect, it } from 'vitest';
import { EMPTY_RESULT } from '../../src/contract/empty-result.js';
import type { EngineEvent } from '../../src/contract/event.js';
import type { RunResult } from '../../src/contract/result.js';
import { createRenderer } from '../../src/render/index.js';

const RESULT: RunResult = { ...EMPTY_RESULT, session_id: 's1', result: 'Done.', warnings: ['slow'] };
const EVENTS: EngineEvent[] = [
  { type: 'run_started', model: 'm', cwd: '/', permission_mode: 'default', session_id: 's1' },
  { type: 'run_started', parent_id: 'c1', model: 'm', cwd: '/', permission_mode: 'default', session_id: 'inner' },
  { type: 'text_delta', text: 'my key is hun' },
  { type: 'text_delta', text: 'ter2, keep it' },
  { type: 'notice', level: 'warning', text: 'slow' },
  { type: 'tool_requested', call: { id: '1', name: 'ls', args: {} } },
  { type: 'run_finished', result: RESULT },
];
/** Holds back what may become the secret. */
const secrets = {
  mask: (text: string) => text.replaceAll('hunter2', '***'),
  watch: (_: string, text: string) => {
    const at = text.lastIndexOf('hun');
    return at >= 0 && 'hunter2'.startsWith(text.slice(at)) ? at : text.length;
  },
};

async function render(format: 'json' | 'stream-json', verbosity: 'quiet' | 'normal' = 'normal') {
  let stdout = '';
  const notes: string[] = [];
  const write = (text: string): boolean => {
    stdout += text;
    return true;
  };
  const out = { isTerminal: false, colors: false, note: (text: string) => void notes.push(text), write };
  async function* run(): AsyncGenerator<EngineEvent> {
    yield* EVENTS;
  }
  const result = await createRenderer(format, { verbosity, showThinking: false, secrets })(run(), out);
  return { lines: stdout.split('\n').slice(0, -1), notes, result };
}

it('json: one object, and notices for people without a line for each tool', async () => {
  const { lines, notes, result } = await render('json');
  expect(lines.map((line) => JSON.parse(line))).toEqual([RESULT]);
  expect([notes, result]).toEqual([['ocode: slow'], RESULT]);
  expect((await render('json', 'quiet')).notes).toEqual([]);
});

it('stream-json: each event as it comes, numbered, under its session, without secrets; the result last', async () => {
  const { lines, notes } = await render('stream-json');
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index));
  expect(events.map((event) => event.session_id)).toEqual(['s1', 'inner', 's1', 's1', 's1', 's1', 's1']);
  expect(events.filter((event) => event.type === 'text_delta').map((event) => event.text)).toEqual(['my key is ', '***, keep it']);
  expect(events.at(-1)).toEqual({ ...RESULT, seq: 6 });
  expect(notes).toEqual(['ocode: slow']);
});
