import type { RunResult } from './result.js';

/** A result in which nothing happened: what failures before a run, and runs that nobody reads, start from. */
export const EMPTY_RESULT: Readonly<RunResult> = {
  type: 'result',
  schema_version: 1,
  subtype: 'success',
  is_error: false,
  session_id: '',
  model: '',
  cwd: '',
  result: '',
  stop_reason: 'end_turn',
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
