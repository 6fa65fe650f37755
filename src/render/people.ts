import type { EngineEvent } from '../contract/event.js';
import type { Output } from '../contract/renderer.js';
import { formatDuration } from '../lib/duration.js';
import { concernsPeople } from '../lib/notices.js';
import { oneLine } from '../lib/truncate.js';

export type Verbosity = 'quiet' | 'normal' | 'verbose';

/** What people see on stderr while a run goes on: notices, and in text mode a line for each tool. */
export class PeopleView {
  private readonly subjects = new Map<string, string>();

  constructor(
    private readonly out: Output,
    private readonly verbosity: Verbosity,
    private readonly toolLines: boolean,
  ) {}

  show(event: EngineEvent): void {
    if (event.type === 'run_finished') {
      if (event.result.error) this.out.note(errorLine(event.result.error));
      if (this.verbosity === 'verbose') this.out.note(closingLine(event.result));
      return;
    }
    if (this.verbosity === 'quiet') return;
    if (event.type === 'notice' && (this.verbosity === 'verbose' || concernsPeople(event))) this.out.note(`ocode: ${event.text}`);
    if (event.type === 'compacted' && event.tokens_after < event.tokens_before)
      this.out.note(`ocode: history shortened from ${event.tokens_before} to ${event.tokens_after} tokens`);
    if (!this.toolLines) return;
    if (event.type === 'tool_requested') this.subjects.set(event.call.id, subjectOf(event.call.args));
    if (event.type === 'tool_finished') {
      const subject = this.subjects.get(event.call_id) ?? '';
      this.out.note(`· ${event.name}${subject && ` ${subject}`} ${event.ok ? '' : `failed (${event.code}) `}${formatDuration(event.ms)}`);
    }
  }
}

/** One line for an error: what was wrong and what to do. */
export function errorLine(error: { message: string; hint?: string | undefined }): string {
  return `ocode: ${error.message}${error.hint ? ` — ${error.hint}` : ''}`.replace(/\n+/g, ' ');
}

function closingLine(result: Extract<EngineEvent, { type: 'run_finished' }>['result']): string {
  const { timings, usage } = result;
  return [
    `ocode: ${result.num_turns} ${result.num_turns === 1 ? 'turn' : 'turns'}`,
    // Some servers do not count.
    usage.input_tokens + usage.output_tokens > 0 ? `${usage.input_tokens} tokens read, ${usage.output_tokens} written` : '',
    [
      timings.load_ms > 0 ? `load ${formatDuration(timings.load_ms)}` : '',
      timings.prefill_tokens_per_second > 0 ? `reading ${speedText(timings.prefill_tokens_per_second)}` : '',
      timings.decode_tokens_per_second > 0 ? `writing ${speedText(timings.decode_tokens_per_second)}` : '',
    ]
      .filter(Boolean)
      .join(', '),
    `${formatDuration(result.duration_ms)} in all`,
    result.files_changed.length > 0 ? `changed ${result.files_changed.map((file) => file.path).join(', ')}` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

function speedText(tokens: number): string {
  return `${tokens < 10 ? tokens : Math.round(tokens)} tokens/s`;
}

function subjectOf(args: Record<string, unknown>): string {
  const value = [args.path, args.pattern, args.command, args.name, args.query].find((each) => typeof each === 'string');
  return value === undefined ? '' : oneLine(String(value), 70);
}
