import type { ChatDelta, DoneReason, Timings } from '../../contract/chat.js';
import { toCall } from '../calls.js';
import { measuredSpeed, milliseconds, tokenCount } from '../figures.js';
import { Frames } from '../frames.js';
import { errorFromLine, type ServerWords } from '../server-error.js';

export interface Batch {
  deltas: ChatDelta[];
  done: boolean;
  failure?: unknown;
}

/** Reads the lines of one streamed answer. Keeps what has been said about calls, so one reader serves one answer. */
export class AnswerReader {
  readonly #ids = new Set<string>();
  readonly #words: ServerWords;
  readonly frames = new Frames();

  constructor(words: ServerWords) {
    this.#words = words;
  }

  /** What these lines say, up to the last line of the answer (`done`) or to an error (`failure`). */
  readAll(lines: readonly string[]): Batch {
    const deltas: ChatDelta[] = [];
    try {
      for (const line of lines) if (this.#read(line, deltas)) return { deltas, done: true };
    } catch (failure) {
      return { deltas, done: false, failure };
    }
    return { deltas, done: false };
  }

  #read(line: string, deltas: ChatDelta[]): boolean {
    if (line.trim() === '') return false;
    const frame = this.frames.read(line);
    if (!frame) return false;
    if (frame.error) throw errorFromLine(frame.error, this.#words);
    const { message } = frame;
    if (typeof message === 'object' && message !== null) this.#readMessage(message as Record<string, unknown>, deltas);
    if (frame.done !== true) return false;
    deltas.push({
      type: 'done',
      reason: reasonOf(frame.done_reason),
      usage: { input_tokens: tokenCount(frame.prompt_eval_count), output_tokens: tokenCount(frame.eval_count) },
      timings: timingsOf(frame),
    });
    return true;
  }

  #readMessage(message: Record<string, unknown>, deltas: ChatDelta[]): void {
    const { thinking, content, tool_calls: calls } = message;
    if (typeof thinking === 'string' && thinking !== '') deltas.push({ type: 'thinking', text: thinking });
    if (typeof content === 'string' && content !== '') deltas.push({ type: 'text', text: content });
    if (!Array.isArray(calls)) return;
    for (const call of calls as Array<{ id?: unknown; function?: { name?: unknown; arguments?: unknown } } | null>) {
      deltas.push({ type: 'call', call: toCall(call?.id, call?.function?.name, call?.function?.arguments, this.#ids) });
    }
  }
}

/** Only `length` means that something is missing. */
function reasonOf(reason: unknown): DoneReason {
  return reason === 'length' ? 'length' : 'stop';
}

/** The wire has nanoseconds. */
const NANOSECONDS = 1e6;

function timingsOf(frame: Record<string, unknown>): Timings {
  return {
    load_ms: milliseconds(frame.load_duration, NANOSECONDS),
    prefill_ms: milliseconds(frame.prompt_eval_duration, NANOSECONDS),
    prefill_tokens_per_second: measuredSpeed('reading', frame.prompt_eval_count, frame.prompt_eval_duration, NANOSECONDS),
    decode_tokens_per_second: measuredSpeed('writing', frame.eval_count, frame.eval_duration, NANOSECONDS),
  };
}
