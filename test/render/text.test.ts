import { describe, expect, it } from 'vitest';
import { EMPTY_RESULT } from '../../src/contract/empty-result.js';
import type { EngineEvent } from '../../src/contract/event.js';
import type { RunResult } from '../../src/contract/result.js';
import { createRenderer, type RendererOptions } from '../../src/render/index.js';

const say = (text: string, parent_id?: string): EngineEvent => ({ type: 'text_delta', text, ...(parent_id ? { parent_id } : {}) });
const think = (text: string): EngineEvent => ({ type: 'thinking_delta', text });
const turnEnd: EngineEvent = { type: 'turn_finished', turn: 1, usage: { input_tokens: 1, output_tokens: 1 } };
const notice = (level: 'info' | 'warning', text: string, code?: string): EngineEvent => ({ type: 'notice', level, text, ...(code ? { code } : {}) });
const finished = (result: Partial<RunResult> = {}): EngineEvent => ({ type: 'run_finished', result: { ...EMPTY_RESULT, ...result } });
const call = (name: string, args: Record<string, unknown>, code?: string): EngineEvent[] => [
  { type: 'tool_requested', call: { id: '1', name, args } },
  { type: 'tool_finished', call_id: '1', name, ok: code === undefined, text: '', ms: 40, ...(code ? { code } : {}) },
];

interface Shown {
  stdout: string;
  notes: string[];
  result: RunResult;
}

/** `readUntil`: how many writes stdout takes before its reader leaves. */
async function render(events: EngineEvent[], options: Partial<RendererOptions> & { isTerminal?: boolean; readUntil?: number } = {}): Promise<Shown> {
  const shown = { stdout: '', notes: [] as string[] };
  let writes = 0;
  const out = {
    isTerminal: options.isTerminal ?? false,
    colors: false,
    note: (text: string) => void shown.notes.push(text),
    write: (text: string) => {
      writes += 1;
      if (writes > (options.readUntil ?? Number.POSITIVE_INFINITY)) return false;
      shown.stdout += text;
      return true;
    },
  };
  async function* run(): AsyncGenerator<EngineEvent> {
    yield* events;
  }
  const result = await createRenderer('text', { verbosity: 'normal', showThinking: false, ...options })(run(), out);
  return { ...shown, result };
}

describe('text', () => {
  it('ends every turn on a line of its own, and adds no second line end', async () => {
    expect((await render([say('One'), turnEnd, say('Two\n'), turnEnd, finished()])).stdout).toBe('One\nTwo\n');
  });

  it('an answer that starts again does so on a new line', async () => {
    const { stdout, notes } = await render([say('Half an ans'), notice('warning', 'the stream was lost', 'turn_restarted'), say('A whole answer'), finished()]);
    expect(stdout).toBe('Half an ans\nA whole answer\n');
    expect(notes).toEqual(['ocode: the stream was lost']);
  });

  it('helpers are not heard', async () => {
    const { stdout, notes } = await render([say('inner', 'c1'), { type: 'thinking_delta', text: 'x', parent_id: 'c1' }, say('outer'), finished()], {
      showThinking: true,
    });
    expect([stdout, notes]).toEqual(['outer\n', []]);
  });

  it('thinking goes to people when it is wanted, by lines however it is cut', async () => {
    const pieces = [think('Let'), think(' me see.\nFirst, '), think('the cache.'), say('It is '), say('stale.'), think('Hm'), turnEnd, finished()];
    const { stdout, notes } = await render(pieces, { showThinking: true });
    expect(stdout).toBe('It is stale.\n');
    expect(notes).toEqual(['Let me see.', 'First, the cache.', 'Hm']);
    expect((await render(pieces)).notes).toEqual([]);
  });

  it('a terminal gets no escape sequences of the model, a pipe gets its bytes', async () => {
    const red = '\x1b[31mred\x1b[0m';
    expect((await render([say(red), finished()], { isTerminal: true })).stdout).toBe('red\n');
    expect((await render([say(red), finished()])).stdout).toBe(`${red}\n`);
  });

  it('the style of a turn is ended with it', async () => {
    const style = () => ({ push: (text: string) => `<${text}`, end: () => '>' });
    expect((await render([say('a'), turnEnd, say('b'), finished()], { style })).stdout).toBe('<a>\n<b>\n');
  });

  it('a dry run ends with its patch', async () => {
    expect((await render([say('Done.'), turnEnd, finished({ patch: '--- a\n+++ b\n' })])).stdout).toBe('Done.\n--- a\n+++ b\n');
  });

  it('a reader that leaves ends the run quietly', async () => {
    const { result, notes } = await render([say('a'), say('b'), finished({ subtype: 'error_loop', is_error: true, exit_code: 7 })], { readUntil: 1 });
    expect([result.stop_reason, result.exit_code, notes]).toEqual(['reader_left', 0, []]);
  });

  it('a run without a result is a bug', async () => {
    await expect(render([say('a')])).rejects.toThrow('without a result');
  });
});

describe('what people see', () => {
  it.each<[string, EngineEvent[], string[]]>([
    ['a tool and its subject', call('read', { path: 'src/a.ts' }), ['· read src/a.ts 40 ms']],
    ['a tool without a subject', call('plan', { steps: [] }), ['· plan 40 ms']],
    ['a tool that failed', call('bash', { command: 'make\nall' }, 'timeout'), ['· bash make all failed (timeout) 40 ms']],
    ['a warning', [notice('warning', 'slow')], ['ocode: slow']],
    ['no remarks', [notice('info', 'by the way')], []],
    ['why it takes long', [notice('info', 'asked again', 'retry')], ['ocode: asked again']],
    ['a shorter history', [{ type: 'compacted', tokens_before: 900, tokens_after: 300, how: 'stubs' }], ['ocode: history shortened from 900 to 300 tokens']],
    ['no history that did not get shorter', [{ type: 'compacted', tokens_before: 300, tokens_after: 300, how: 'stubs' }], []],
  ])('%s', async (_, events, notes) => {
    expect((await render([...events, finished()])).notes).toEqual(notes);
    expect((await render([...events, finished()], { verbosity: 'quiet' })).notes).toEqual([]);
  });

  it('an error is one line with what to do, also when all else is quiet', async () => {
    const failed = finished({ is_error: true, error: { code: 'config', message: 'it is\nwrong', hint: 'mend it' } });
    expect((await render([failed], { verbosity: 'quiet' })).notes).toEqual(['ocode: it is wrong — mend it']);
  });

  it('-v closes with the figures there are', async () => {
    const result: Partial<RunResult> = {
      num_turns: 2,
      duration_ms: 1500,
      usage: { input_tokens: 900, output_tokens: 30 },
      timings: { load_ms: 0, prefill_ms: 1, prefill_tokens_per_second: 4100.4, decode_tokens_per_second: 4.8 },
      files_changed: [{ path: 'a.ts', kind: 'modified', added: 1, removed: 0 }],
    };
    expect((await render([finished(result)], { verbosity: 'verbose' })).notes).toEqual([
      'ocode: 2 turns · 900 tokens read, 30 written · reading 4100 tokens/s, writing 4.8 tokens/s · 1.5 s in all · changed a.ts',
    ]);
    expect((await render([finished({ num_turns: 1 })], { verbosity: 'verbose' })).notes).toEqual(['ocode: 1 turn · 0 ms in all']);
  });
});
