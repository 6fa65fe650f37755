import type { EngineEvent } from '../../contract/event.js';
import type { RunResult } from '../../contract/result.js';
import { formatDuration } from '../../lib/duration.js';
import { concernsPeople } from '../../lib/notices.js';
import { oneLine } from '../../lib/truncate.js';
import type { TextStyle } from './ports.js';
import type { Screen } from './screen.js';

export interface AnswerViewOptions {
  screen: Screen;
  style(): TextStyle;
  /** The lines of files changed by earlier runs of the same session, to tell what is new. */
  before: ReadonlyMap<string, string>;
}

/** The server reads the prompt, or loads the model first. */
export const READING = 'reading prompt';

/** Shows one run as it happens and returns its result. */
export async function showAnswer(events: AsyncIterable<EngineEvent>, options: AnswerViewOptions): Promise<RunResult> {
  const { screen } = options;
  const { theme } = screen;
  const subjects = new Map<string, string>();
  let style = options.style();
  const endText = (): void => {
    screen.answer(style.end());
    screen.endLine();
    style = options.style();
  };
  screen.wait('preparing the question');
  for await (const event of events) {
    const inner = 'parent_id' in event && event.parent_id !== undefined;
    switch (event.type) {
      case 'turn_started':
        if (!inner) screen.wait(READING);
        break;
      case 'thinking_delta':
        if (!inner) screen.wait('thinking');
        break;
      case 'text_delta':
        if (!inner) screen.answer(style.push(event.text));
        break;
      case 'tool_requested': {
        endText();
        const subject = subjectOf(event.call.args);
        subjects.set(event.call.id, subject);
        screen.wait(`${event.call.name} ${subject}`);
        break;
      }
      case 'tool_progress':
        screen.wait(oneLine(event.text, 60));
        break;
      case 'tool_finished':
        screen.note(toolLine(event, subjects.get(event.call_id) ?? '', inner, screen));
        break;
      case 'compacted':
        if (event.tokens_after < event.tokens_before) screen.note(theme.dim(`history shortened from ${event.tokens_before} to ${event.tokens_after} tokens`));
        break;
      case 'notice':
        if (event.code === 'turn_restarted') endText();
        if (concernsPeople(event)) screen.note(theme.warning(`ocode: ${screen.clean(event.text)}`));
        break;
      case 'turn_finished':
        if (!inner) endText();
        break;
      case 'run_finished':
        endText();
        screen.note(closingLine(event.result, options));
        return event.result;
      default:
        break;
    }
  }
  throw new Error('the run ended without a result');
}

function toolLine(event: Extract<EngineEvent, { type: 'tool_finished' }>, subject: string, inner: boolean, screen: Screen): string {
  const { theme } = screen;
  const mark = event.ok ? theme.added('·') : theme.removed('✗');
  const name = screen.clean(event.name);
  const why = event.ok ? '' : theme.removed(` ${event.code ?? 'failed'}: ${oneLine(screen.clean(event.text), 80)}`);
  return `${inner ? '  ' : ''}${mark} ${name}${subject && ` ${screen.clean(subject)}`}${why} ${theme.dim(formatDuration(event.ms))}`;
}

/** Turns, tokens, time, files changed. */
function closingLine(result: RunResult, { screen, before }: AnswerViewOptions): string {
  const changed = result.files_changed.filter((file) => before.get(file.path) !== `${file.added},${file.removed}`);
  const parts = [
    `${result.num_turns} ${result.num_turns === 1 ? 'turn' : 'turns'}`,
    `${result.usage.input_tokens}+${result.usage.output_tokens} tokens`,
    formatDuration(result.duration_ms),
    changed.length > 0 ? `changed ${changed.map((file) => `${screen.clean(file.path)} (+${file.added} -${file.removed})`).join(', ')}` : '',
  ];
  return screen.theme.dim(parts.filter(Boolean).join(' · '));
}

function subjectOf(args: Record<string, unknown>): string {
  const value = [args.path, args.pattern, args.command, args.name, args.query, args.task].find((each) => typeof each === 'string');
  return value === undefined ? '' : oneLine(String(value), 70);
}
