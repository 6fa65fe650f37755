import { OCodeError } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import type { Message } from '../contract/message.js';
import { historyView, requestMessages } from './prompt.js';
import type { Run } from './run.js';
import { stubResults } from './stubs.js';
import { summarise } from './summarise.js';
import { requestChars } from './window.js';

/** Share of the window at which the history is compacted, and the share that is aimed at. */
const FULL = 0.8;
const GOAL = 0.55;
/** Share that must not be left filled, or the next steps would not fit. */
const ENDANGERED = 0.72;
const WHOLE_TURNS = 3;
const MAX_USELESS = 3;

/** Compacts when the next request would fill more than 80 % of the window. */
export async function* compactIfNeeded(run: Run): AsyncGenerator<EngineEvent> {
  if (tokens(run, historyView(run.session)) > run.parts.model.options.numCtx * FULL) yield* compact(run, 'window');
}

/**
 * Makes the history shorter, in steps, until it is at 55 % of the window: old tool results become stubs, then old turns
 * become a summary, then the running turn's own older results become stubs. The last three questions of the person stay,
 * and a call is never parted from its result. Only what would be lost otherwise goes further: older steps of the running
 * turn, then all turns but the running one, become a summary too.
 * Throws OCodeError `context_overflow` after three tries that do not help.
 */
export async function* compact(run: Run, why: 'window' | 'overflow' | 'manual'): AsyncGenerator<EngineEvent> {
  const { session } = run;
  const window = run.parts.model.options.numCtx;
  const before = tokens(run, historyView(session));
  // The server refused what we thought would fit: our estimate is too low, so the goal is set by what was sent.
  const goal = why === 'overflow' ? Math.min(window * GOAL, before * 0.7) : window * GOAL;
  const fits = (messages: readonly Message[]): boolean => tokens(run, messages) <= goal;
  const endangered = (messages: readonly Message[]): boolean =>
    tokens(run, messages) > (why === 'overflow' ? Math.min(window * ENDANGERED, Math.max(goal, before * 0.9)) : window * ENDANGERED);

  let view = [...historyView(session)];
  let how: 'stubs' | 'summary' = 'stubs';
  const recent = startOfLastTurns(view, WHOLE_TURNS);
  view = stubResults(withoutThinking(view, lastAnswer(view)), 0, recent, () => false);
  if ((why === 'manual' || !fits(view)) && recent > 1) {
    view = [await summarise(run, view.slice(0, recent)), ...view.slice(recent)];
    how = 'summary';
  }
  if (!fits(view)) view = stubResults(view, 0, lastAnswer(view), fits);
  if (!fits(view)) view = stubResults(view, lastAnswer(view), view.length, fits);
  const question = startOfLastTurns(view, 1);
  if (endangered(view) && lastAnswer(view) > question + 1) {
    const steps = view.slice(question + 1, lastAnswer(view));
    view = [...view.slice(0, question + 1), await summarise(run, steps), ...view.slice(lastAnswer(view))];
    how = 'summary';
  }
  if (endangered(view) && question > 1) {
    view = [await summarise(run, view.slice(0, question)), ...view.slice(question)];
    how = 'summary';
  }
  session.compacted = { replaces: session.messages.length, messages: view };
  const after = tokens(run, view);
  yield { type: 'compacted', tokens_before: before, tokens_after: after, how };

  if (after < Math.min(before * 0.95, window * FULL)) {
    run.uselessCompactions = 0;
    return;
  }
  if (++run.uselessCompactions < MAX_USELESS && after < window) return;
  throw new OCodeError('context_overflow', `the conversation needs about ${after} tokens, the window has ${window}, and it cannot be made shorter`, {
    hint: 'start a new session, ask for a smaller part, or give a larger window with --num-ctx',
    details: { tokens: after, limit: window },
  });
}

function tokens(run: Run, messages: readonly Message[]): number {
  const { model } = run.parts;
  const session = { ...run.session, messages: [...messages], compacted: undefined };
  return Math.ceil(requestChars(requestMessages(session, model.toolMode), model.toolMode === 'text' ? [] : run.specs) / model.charsPerToken);
}

/** Index at which the last `count` questions of the person begin; 0 when there are no more than that and nothing stands before them. */
function startOfLastTurns(messages: readonly Message[], count: number): number {
  const questions = messages.flatMap((message, index) => (message.role === 'user' && !message.auto ? [index] : []));
  return questions.at(-Math.min(count, questions.length)) ?? 0;
}

function lastAnswer(messages: readonly Message[]): number {
  return Math.max(
    0,
    messages.findLastIndex((message) => message.role === 'assistant'),
  );
}

/** Reasoning of finished steps is of use to nobody any more. */
function withoutThinking(messages: readonly Message[], to: number): Message[] {
  return messages.map((message, index) => {
    if (message.role !== 'assistant' || message.thinking === undefined || index >= to) return message;
    const { thinking: _, ...rest } = message;
    return rest;
  });
}
