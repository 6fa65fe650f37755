import type { ChatRequest, JsonSchema } from '../contract/chat.js';
import { isOCodeError, OCodeError } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import type { Message } from '../contract/message.js';
import { type Answer, ask } from './ask.js';
import { compact } from './compact.js';
import { requestMessages } from './prompt.js';
import type { Run } from './run.js';
import { Seam } from './seam.js';
import { calibrate, looksCut, requestChars } from './window.js';

const MAX_CONTINUATIONS = 5;
const MAX_CUT_CALLS = 3;
const MAX_MALFORMED = 2;

const SAY = {
  goOn: 'Your answer was cut at the length limit. Continue exactly where it stopped, without repeating anything and without a remark.',
  cutCall:
    'Your answer was cut at the length limit before the tool call was complete, so nothing was run. Do it in smaller parts: write the first part of the file, then add the rest with further calls.',
  empty: 'Your answer was empty. Answer the question, or call a tool.',
  malformed: 'Your last tool call was not valid JSON and was not run. Write the call again, as valid JSON.',
};

export interface AnswerOptions {
  /** Go without tools (structured output, closing words). */
  withoutTools?: boolean;
  format?: JsonSchema;
}

/**
 * A finished answer of the model: cut texts are continued, cut calls reported, empty answers asked for again, malformed
 * calls asked for again, an overflow compacted once. What was said between goes into the history.
 */
export async function* finishedAnswer(run: Run, options: AnswerOptions = {}): AsyncGenerator<EngineEvent, Answer> {
  const so: SoFar = { text: '', continuations: 0, cutCalls: 0, malformed: 0, empty: 0, overflowed: false };
  while (true) {
    let answer: Answer;
    try {
      answer = yield* askFor(run, options, so.text, so.empty);
    } catch (error) {
      const mended = yield* afterFailure(run, error, so);
      if (!mended) continue;
      run.lastPart = '';
      return { ...mended, text: so.text };
    }
    if (answer.reason === 'length') afterCut(run, answer, so);
    else if (answer.calls.length === 0 && answer.text.trim() === '' && so.text === '') {
      if (++so.empty > 2) throw new OCodeError('model_response', 'the model answered with nothing, three times', { hint: 'try another model, or --think off' });
      if (so.empty === 1) say(run, SAY.empty);
    } else {
      run.lastPart = answer.text;
      return { ...answer, text: so.text + answer.text };
    }
  }
}

/** The text of an answer that is not finished, and what went wrong on the way to it. */
interface SoFar {
  text: string;
  continuations: number;
  cutCalls: number;
  malformed: number;
  empty: number;
  overflowed: boolean;
}

/** Makes ready for asking again, or gives the answer whose call could be mended. Throws what asking again cannot help. */
async function* afterFailure(run: Run, error: unknown, so: SoFar): AsyncGenerator<EngineEvent, Answer | undefined> {
  if (!isOCodeError(error)) throw error;
  if (error.code === 'context_overflow' && !so.overflowed) {
    so.overflowed = true;
    learnFromOverflow(run, error.details.tokens);
    yield* compact(run, 'overflow');
    return undefined;
  }
  if (error.code !== 'malformed_call') throw error;
  const mended = mend(run, error.details.raw);
  if (mended) return mended;
  if (++so.malformed > MAX_MALFORMED) throw error;
  say(run, SAY.malformed);
  return undefined;
}

/** An answer that was cut at the length limit goes into the history, and the model is asked to go on. Throws OCodeError `max_tokens` in the end. */
function afterCut(run: Run, answer: Answer, so: SoFar): void {
  const keep = (): void => void run.session.messages.push({ role: 'assistant', text: answer.text, calls: [] });
  if (answer.cutCall) {
    run.state.text = so.text + answer.text;
    if (++so.cutCalls > MAX_CUT_CALLS)
      throw new OCodeError('max_tokens', 'every call the model wrote was cut at the length limit', { hint: 'raise --max-tokens or --num-ctx' });
    if (answer.text) keep();
    say(run, SAY.cutCall);
    return;
  }
  // All of it went into thinking: the next steps are those of an empty answer.
  if (answer.text === '') so.empty++;
  so.text += answer.text;
  if (++so.continuations > MAX_CONTINUATIONS) {
    keep();
    run.state.text = so.text;
    throw new OCodeError('max_tokens', `the answer was cut at the length limit ${so.continuations} times`, {
      hint: 'raise --max-tokens, or ask for less at once',
    });
  }
  if (answer.text) keep();
  say(run, answer.text ? SAY.goOn : SAY.empty);
}

/** One request for the history as it stands. `before`: the cut text this answer goes on with. `empty`: how often the model said nothing. */
async function* askFor(run: Run, options: AnswerOptions, before: string, empty: number): AsyncGenerator<EngineEvent, Answer> {
  const { parts, session } = run;
  const messages = requestMessages(session, parts.model.toolMode);
  const tools = options.withoutTools || parts.model.toolMode === 'text' ? [] : run.specs;
  // The last step of the empty-answer ladder: some models spend all their tokens on thinking.
  const chatOptions = empty >= 2 && parts.model.options.think ? { ...parts.model.options, think: 'off' as const } : parts.model.options;
  const request: ChatRequest = { model: parts.model.name, messages, tools, options: chatOptions, ...(options.format ? { format: options.format } : {}) };
  const started = performance.now();
  let answer: Answer;
  try {
    answer = yield* seamed(
      ask(parts, request, run.signal, (said) => {
        run.state.text = before + said;
      }),
      before,
    );
  } finally {
    run.state.apiMs += performance.now() - started;
  }
  run.state.addAnswer(answer.usage, answer.timings);
  session.usage = {
    input_tokens: session.usage.input_tokens + answer.usage.input_tokens,
    output_tokens: session.usage.output_tokens + answer.usage.output_tokens,
  };
  yield* checkWindow(run, requestChars(messages, tools), answer.usage.input_tokens);
  return answer;
}

/** Leaves out of a continuation what it repeats, both in the events and in the answer. */
async function* seamed(asking: AsyncGenerator<EngineEvent, Answer>, before: string): AsyncGenerator<EngineEvent, Answer> {
  if (before === '') return yield* asking;
  let seam = new Seam(before);
  let text = '';
  const emit = (piece: string): EngineEvent[] => {
    text += piece;
    return piece === '' ? [] : [{ type: 'text_delta', text: piece }];
  };
  try {
    while (true) {
      const next = await asking.next();
      if (next.done) {
        yield* emit(seam.end());
        return { ...next.value, text };
      }
      if (next.value.type === 'text_delta') yield* emit(seam.push(next.value.text));
      else yield next.value;
      if (next.value.type === 'notice' && next.value.code === 'turn_restarted') {
        // Who shows the answer starts it again: from its beginning, not from where it was cut.
        seam = new Seam(before);
        text = '';
        yield { type: 'text_delta', text: before };
      }
    }
  } finally {
    await asking.return(undefined as never);
  }
}

/** Compares the server's count with ours: learns from a plausible one, warns of a prompt that was cut. */
async function* checkWindow(run: Run, chars: number, promptTokens: number): AsyncGenerator<EngineEvent> {
  const { model, memory } = run.parts;
  const added = (chars - run.measuredChars) / model.charsPerToken;
  run.measuredChars = chars;
  const estimated = chars / model.charsPerToken;
  if (!looksCut(estimated, promptTokens, added)) {
    // A count far below ours, in a later request, may leave out what the server had in its cache.
    if (added < estimated && promptTokens < estimated * 0.7) return;
    model.charsPerToken = calibrate(model.charsPerToken, chars, promptTokens);
    memory?.learn(model.name, model.charsPerToken);
  } else if (!run.warnedOfCut) {
    run.warnedOfCut = true;
    const text = `the server read only ${promptTokens} of about ${Math.round(estimated)} tokens: it cut the prompt, and the model did not see all of it`;
    yield { type: 'notice', level: 'warning', code: 'prompt_cut', text };
  }
}

/** A malformed call may still say all that is needed: the reader of calls in text can mend it. */
function mend(run: Run, raw: unknown): Answer | undefined {
  if (typeof raw !== 'string') return undefined;
  const reader = run.parts.createReader(run.parts.tools.acceptCall);
  reader.push(raw);
  const { calls } = reader.end(true);
  if (calls.length === 0) return undefined;
  const zero = { load_ms: 0, prefill_ms: 0, prefill_tokens_per_second: 0, decode_tokens_per_second: 0 };
  return { text: '', thinking: '', calls, reason: 'stop', usage: { input_tokens: 0, output_tokens: 0 }, timings: zero };
}

/** The server told how many tokens the request had: our estimate was too small. */
function learnFromOverflow(run: Run, tokens: unknown): void {
  const { model } = run.parts;
  if (typeof tokens !== 'number') return;
  const chars = requestChars(requestMessages(run.session, model.toolMode), model.toolMode === 'text' ? [] : run.specs);
  model.charsPerToken = Math.min(model.charsPerToken, calibrate(model.charsPerToken, chars, tokens));
}

function say(run: Run, text: string): void {
  const message: Message = { role: 'user', text, auto: true };
  run.session.messages.push(message);
}
