import type { EngineEvent } from '../contract/event.js';
import type { RunResult } from '../contract/result.js';

/** Walks through the events of a run and returns its result. `take` answers false when nobody reads any more: the run is then closed. */
export async function follow(events: AsyncIterable<EngineEvent>, take: (event: EngineEvent) => boolean | Promise<boolean>): Promise<RunResult> {
  for await (const event of events) {
    const read = take(event);
    if (!(read === true || (await read))) return NOBODY_READS;
    if (event.type === 'run_finished') return event.result;
  }
  throw new Error('the run ended without a result');
}

/** A reader that leaves ends the run quietly: nobody sees this result but the exit code. */
const NOBODY_READS: RunResult = {
  type: 'result',
  schema_version: 1,
  subtype: 'success',
  is_error: false,
  session_id: '',
  model: '',
  cwd: '',
  result: '',
  stop_reason: 'reader_left',
  num_turns: 0,
  duration_ms: 0,
  duration_api_ms: 0,
  usage: { input_tokens: 0, output_tokens: 0 },
  context: { limit: 0, used: 0, files: [] },
  timings: { load_ms: 0, prefill_ms: 0, prefill_tokens_per_second: 0, decode_tokens_per_second: 0 },
  tool_calls: [],
  files_changed: [],
  permission_denials: [],
  warnings: [],
  exit_code: 0,
};
