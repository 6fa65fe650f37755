import type { ChatDelta, DoneReason, Timings } from '../../contract/chat.js';
import type { Usage } from '../../contract/message.js';
import { milliseconds, speed, tokenCount } from '../figures.js';
import { Frames } from '../frames.js';
import { errorFromLine, type ServerWords } from '../server-error.js';
import { CallPieces } from './call-pieces.js';

/** Reads the lines of one answer that streams as server-sent events. An event here is one `data:` line, as every server sends it. */
export class CompletionReader {
  readonly #words: ServerWords;
  readonly #calls = new CallPieces();
  #finish: string | undefined;
  #ended = false;
  #usage: Usage = { input_tokens: 0, output_tokens: 0 };
  #timings: Timings = { load_ms: 0, prefill_ms: 0, prefill_tokens_per_second: 0, decode_tokens_per_second: 0 };
  readonly frames = new Frames();

  constructor(words: ServerWords) {
    this.#words = words;
  }

  /** The server said `[DONE]`. */
  get ended(): boolean {
    return this.#ended;
  }

  readAll(lines: readonly string[]): { deltas: ChatDelta[]; failure?: unknown } {
    const deltas: ChatDelta[] = [];
    try {
      for (const line of lines) this.#read(line, deltas);
    } catch (failure) {
      return { deltas, failure };
    }
    return { deltas };
  }

  /** The calls and the end, once nothing more comes; undefined when the server never said why it finished. Throws `malformed_call`. */
  finish(): ChatDelta[] | undefined {
    if (this.#finish === undefined) return undefined;
    const reason: DoneReason = this.#finish === 'length' ? 'length' : 'stop';
    const calls = this.#calls.finish(reason === 'length').map((call): ChatDelta => ({ type: 'call', call }));
    return [...calls, { type: 'done', reason, usage: this.#usage, timings: this.#timings }];
  }

  #read(line: string, deltas: ChatDelta[]): void {
    const data = dataOf(line);
    if (data === undefined || this.#ended) return;
    if (data === '[DONE]') {
      this.frames.sawOther();
      this.#ended = true;
      return;
    }
    const frame = this.frames.read(data);
    if (!frame) return;
    if (frame.error) throw errorFromLine(frame.error, this.#words);
    this.#readNumbers(frame);
    const choice = Array.isArray(frame.choices) ? (frame.choices[0] as Record<string, unknown> | undefined) : undefined;
    if (!choice) return;
    // A server that does not stream sends one `message` instead of many `delta`s.
    const delta = choice.delta ?? choice.message;
    if (typeof delta === 'object' && delta !== null) this.#readDelta(delta as Record<string, unknown>, deltas);
    if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') this.#finish = choice.finish_reason;
  }

  #readDelta(delta: Record<string, unknown>, deltas: ChatDelta[]): void {
    const thinking = delta.reasoning_content ?? delta.reasoning;
    if (typeof thinking === 'string' && thinking !== '') deltas.push({ type: 'thinking', text: thinking });
    if (typeof delta.content === 'string' && delta.content !== '') deltas.push({ type: 'text', text: delta.content });
    this.#calls.add(delta.tool_calls);
  }

  /** `usage` is of the protocol, `timings` is llama.cpp's. */
  #readNumbers(frame: Record<string, unknown>): void {
    const usage = objectIn(frame.usage);
    if (usage) this.#usage = { input_tokens: tokenCount(usage.prompt_tokens), output_tokens: tokenCount(usage.completion_tokens) };
    const timings = objectIn(frame.timings);
    if (!timings) return;
    this.#timings = {
      load_ms: 0,
      prefill_ms: milliseconds(timings.prompt_ms),
      prefill_tokens_per_second: speed('reading', timings.prompt_per_second),
      decode_tokens_per_second: speed('writing', timings.predicted_per_second),
    };
  }
}

/** What a line carries. llama.cpp also writes `error:` lines; a server that does not stream writes bare JSON. Names, comments and blanks carry nothing. */
function dataOf(line: string): string | undefined {
  const text = line.trimEnd();
  if (text.startsWith('data:')) return text.slice(5).trimStart() || undefined;
  if (text.startsWith('error:')) return `{"error":${text.slice(6)}}`;
  return text === '' || text.startsWith(':') || /^(?:event|id|retry):/.test(text) ? undefined : text;
}

function objectIn(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
