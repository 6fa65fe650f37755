import type { ChatRequest, DoneReason, ReadPiece, Timings } from '../contract/chat.js';
import { isOCodeError, OCodeError } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import type { ToolCall, Usage } from '../contract/message.js';
import { sleep } from '../lib/sleep.js';
import { AnswerWatch } from './answer-watch.js';
import type { EngineParts } from './parts.js';
import { pauseAfter, SERVER_BUSY_PAUSES } from './patience.js';

/** One answer of the model, as far as it came. */
export interface Answer {
  text: string;
  thinking: string;
  calls: ToolCall[];
  /** The answer was cut inside a call (native or as text): what there is of it is in neither `calls` nor `text`, or must not run. */
  cutCall?: boolean;
  reason: DoneReason;
  usage: Usage;
  timings: Timings;
}

const MAX_RESTARTS = 2;

/**
 * Sends one request until an answer is whole: waits and tries again while the server is busy, starts the answer anew when
 * the stream is lost. Throws OCodeError when that does not help. `onText` gets what was said so far, also of a lost answer.
 */
export async function* ask(parts: EngineParts, request: ChatRequest, signal: AbortSignal, onText: (text: string) => void): AsyncGenerator<EngineEvent, Answer> {
  let tries = 0;
  let restarts = 0;
  while (true) {
    try {
      return yield* askOnce(parts, request, signal, onText);
    } catch (error) {
      if (signal.aborted) throw abortReason(signal);
      if (!isOCodeError(error)) throw error;
      const lost = error.code === 'stream_lost' || error.code === 'stream_error';
      if (lost && restarts < MAX_RESTARTS) {
        restarts++;
        onText('');
        yield { type: 'notice', level: 'warning', code: 'turn_restarted', text: `the answer was lost on its way (${error.message}); asking again` };
        await pause(SERVER_BUSY_PAUSES[restarts - 1] ?? 500, signal);
        continue;
      }
      const next = lost ? undefined : pauseAfter(error, tries);
      if (!next) throw error;
      tries++;
      yield { type: 'notice', level: 'info', code: 'retry', text: `${error.message}; trying again (${tries} of ${next.of})` };
      await pause(next.ms, signal);
    }
  }
}

async function* askOnce(parts: EngineParts, request: ChatRequest, outer: AbortSignal, onText: (text: string) => void): AsyncGenerator<EngineEvent, Answer> {
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  const offered = request.tools.length > 0 || parts.model.toolMode === 'text';
  const reader = parts.createReader(offered ? parts.tools.acceptCall : () => undefined);
  const answer: Answer = { text: '', thinking: '', calls: [], reason: 'stop', usage: { input_tokens: 0, output_tokens: 0 }, timings: NO_TIMINGS };
  const watch = new AnswerWatch();
  const take = function* (pieces: readonly ReadPiece[]): Generator<EngineEvent> {
    for (const piece of pieces) {
      if (piece.text === '') continue;
      if (piece.type === 'thinking') answer.thinking += piece.text;
      else answer.text += piece.text;
      watch.shown(piece.type, piece.text);
      yield { type: piece.type === 'text' ? 'text_delta' : 'thinking_delta', text: piece.text };
    }
    onText(answer.text);
  };
  let done = false;
  try {
    for await (const delta of parts.client.chat(request, signal)) {
      if (delta.type === 'text') yield* take(reader.push(delta.text));
      else if (delta.type === 'thinking') yield* take([delta]);
      else if (delta.type === 'call') answer.calls.push(delta.call);
      else {
        done = true;
        answer.reason = delta.reason;
        answer.usage = delta.usage;
        answer.timings = delta.timings;
        break;
      }
      if (delta.type !== 'call') watch.received(delta.text.length);
    }
  } catch (error) {
    // A run that is stopped keeps all that was said: also the word that could still have become a call.
    const held = outer.aborted ? reader.end(false) : undefined;
    if (held && !held.cut) yield* take(held.pieces);
    throw error;
  } finally {
    own.abort();
  }
  if (!done) throw new OCodeError('stream_lost', 'the answer ended without its last line', { retryable: true });
  const rest = reader.end(answer.reason === 'stop');
  answer.cutCall = answer.reason === 'length' && (rest.cut === true || answer.calls.length > 0);
  // Half a call is no text for a person; the model writes it anew.
  if (!(answer.cutCall && rest.cut)) yield* take(rest.pieces);
  if (answer.calls.length === 0) answer.calls = rest.calls;
  return answer;
}

const NO_TIMINGS: Timings = { load_ms: 0, prefill_ms: 0, prefill_tokens_per_second: 0, decode_tokens_per_second: 0 };

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, signal);
  } catch {
    throw abortReason(signal);
  }
}

/** Why a run was stopped: the signal's reason when it is an error of ours, else a plain interruption. */
export function abortReason(signal: AbortSignal): OCodeError {
  return isOCodeError(signal.reason) ? signal.reason : new OCodeError('interrupted', 'interrupted');
}
