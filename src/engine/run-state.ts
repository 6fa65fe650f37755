import type { Timings } from '../contract/chat.js';
import { type ErrorCode, EXIT_CODES, isOCodeError, type OCodeError, type Subtype, signalExit, subtypeOf } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import type { Usage } from '../contract/message.js';
import type { RunResult } from '../contract/result.js';
import type { Session } from '../contract/session.js';
import type { FileChange } from '../contract/tool.js';

/** What a run adds up on its way, and how that becomes the result object. */
export class RunState {
  readonly started = performance.now();
  /** Turns begun: what the limit counts. */
  turns = 0;
  /** Turns that are whole: an answer with all its results. */
  wholeTurns = 0;
  text = '';
  structured: unknown;
  stopReason = 'end_turn';
  apiMs = 0;
  used = 0;
  usage: Usage = { input_tokens: 0, output_tokens: 0 };
  timings: Timings = { load_ms: 0, prefill_ms: 0, prefill_tokens_per_second: 0, decode_tokens_per_second: 0 };
  contextFiles: RunResult['context']['files'] = [];
  readonly toolCalls: RunResult['tool_calls'] = [];
  /** Calls that nested agents made. */
  nestedCalls = 0;
  readonly denials: RunResult['permission_denials'] = [];
  readonly warnings: string[] = [];
  filesChanged: FileChange[] = [];
  patch: string | undefined;

  constructor(
    private readonly session: Session,
    private readonly windowTokens: number,
  ) {}

  /** All calls so far, those of nested agents among them: what the limit counts. */
  get callsMade(): number {
    return this.toolCalls.length + this.nestedCalls;
  }

  addAnswer(usage: Usage, timings: Timings): void {
    this.usage = { input_tokens: this.usage.input_tokens + usage.input_tokens, output_tokens: this.usage.output_tokens + usage.output_tokens };
    this.used = usage.input_tokens + usage.output_tokens;
    const known = this.timings;
    this.timings = {
      load_ms: known.load_ms + timings.load_ms,
      prefill_ms: known.prefill_ms + timings.prefill_ms,
      // Of the last answer that says something: a cached prompt or an answer of one token measures nothing.
      prefill_tokens_per_second: timings.prefill_tokens_per_second || known.prefill_tokens_per_second,
      decode_tokens_per_second: timings.decode_tokens_per_second || known.decode_tokens_per_second,
    };
  }

  /** Keeps the figures of what is shown to programs in step with the events. */
  observe(event: EngineEvent): void {
    if ('parent_id' in event && event.parent_id) return;
    if (event.type === 'notice' && event.level !== 'info') this.warnings.push(event.text);
  }

  success(): RunResult {
    return this.result('success');
  }

  failure(error: unknown): RunResult {
    const known: Pick<OCodeError, 'message' | 'hint'> & { code: ErrorCode } = isOCodeError(error)
      ? error
      : { code: 'internal', message: `this is a bug in ocode: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, hint: undefined };
    this.stopReason = known.code;
    const exit = isOCodeError(error) && error.code === 'interrupted' ? signalExit(error.details.signal) : undefined;
    return this.result(subtypeOf(known.code), { code: known.code, message: known.message, ...(known.hint ? { hint: known.hint } : {}) }, exit);
  }

  private result(subtype: Subtype, error?: RunResult['error'], exit?: number): RunResult {
    return {
      type: 'result',
      schema_version: 1,
      subtype,
      is_error: subtype !== 'success',
      session_id: this.session.session_id,
      model: this.session.model,
      cwd: this.session.cwd,
      result: this.text,
      ...(this.structured === undefined ? {} : { structured_output: this.structured }),
      stop_reason: this.stopReason,
      num_turns: this.wholeTurns,
      duration_ms: Math.round(performance.now() - this.started),
      duration_api_ms: Math.round(this.apiMs),
      usage: this.usage,
      context: { limit: this.windowTokens, used: this.used, files: this.contextFiles },
      timings: this.timings,
      tool_calls: this.toolCalls,
      files_changed: this.filesChanged,
      permission_denials: this.denials,
      warnings: [...new Set(this.warnings)],
      ...(this.patch === undefined ? {} : { patch: this.patch }),
      ...(error ? { error } : {}),
      exit_code: exit ?? EXIT_CODES[subtype],
    };
  }
}
