import type { ContextBundle, RankedFile } from '../contract/context.js';
import { isOCodeError, OCodeError } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import type { Session } from '../contract/session.js';
import { titleOf } from '../lib/title.js';
import { finishedAnswer } from './answer.js';
import { type Answer, abortReason } from './ask.js';
import { withFreeIds } from './call-ids.js';
import { compact, compactIfNeeded } from './compact.js';
import { maskEvent } from './mask-event.js';
import { nestedAgent } from './nested-agent.js';
import type { EngineParts } from './parts.js';
import { firstUserText, fixedPrompt } from './prompt.js';
import { Run } from './run.js';
import { runCalls } from './run-calls.js';
import type { ToolOutcome } from './run-tool.js';
import { fitSchema } from './structured.js';
import { startTimeLimit } from './time-limit.js';

/** Asks the model, runs the calls it makes, gives the results back, until an answer without calls. Everything that happens is an event. */
export class OCodeEngine {
  constructor(private readonly parts: EngineParts) {}

  /**
   * One question. Ends with exactly one `run_finished`, whatever goes wrong; closing the generator stops the model and the
   * tools. The session is saved after the question and after every whole turn. `asked`: the person's own words, when the
   * query holds attachments too.
   */
  async *process(query: string, session: Session, signal: AbortSignal, asked = query): AsyncGenerator<EngineEvent, void> {
    const { mask } = this.parts;
    const stop = new AbortController();
    const limit = startTimeLimit(this.parts.limits.timeout);
    const run = this.prepare(session, AbortSignal.any([signal, stop.signal, limit.signal]));
    try {
      for await (const event of this.converse(run, query, asked)) {
        run.state.observe(event);
        yield maskEvent(event, mask);
      }
      yield maskEvent({ type: 'run_finished', result: await this.close(run) }, mask);
    } catch (error) {
      const result = await this.close(run, run.signal.aborted ? abortReason(run.signal) : error);
      yield maskEvent({ type: 'run_finished', result }, mask);
    } finally {
      limit.dispose();
      stop.abort();
      await this.parts.sessions.save(session);
    }
  }

  /** `/compact`: shortens the history of a session now. */
  async *compact(session: Session, signal: AbortSignal): AsyncGenerator<EngineEvent, void> {
    yield* compact(this.prepare(session, signal), 'manual');
    await this.parts.sessions.save(session);
  }

  private async *converse(run: Run, query: string, asked: string): AsyncGenerator<EngineEvent, void> {
    const { parts, session, state } = run;
    yield { type: 'run_started', model: session.model, cwd: session.cwd, permission_mode: parts.permissionMode, session_id: session.session_id };
    yield* this.notices();
    yield* this.takeQuestion(run, query, asked);
    yield* this.save(run);
    while (true) {
      run.signal.throwIfAborted();
      if (state.turns >= parts.limits.maxTurns) return yield* this.closingWords(run);
      yield* compactIfNeeded(run);
      yield { type: 'turn_started', turn: ++state.turns };
      const before = { ...state.usage };
      let answer = yield* finishedAnswer(run);
      if (answer.calls.length === 0) answer = yield* fitSchema(run, answer);
      const outcomes = yield* this.takeTurn(run, answer);
      state.text = answer.text;
      yield* this.notices();
      yield* this.save(run);
      const usage = { input_tokens: state.usage.input_tokens - before.input_tokens, output_tokens: state.usage.output_tokens - before.output_tokens };
      yield { type: 'turn_finished', turn: state.turns, usage };
      if (answer.calls.length === 0) return;
      const rejected = outcomes.find((outcome) => outcome.rejected);
      if (rejected) throw new OCodeError('permission_denied', `${rejected.call.name} was refused by a person`);
    }
  }

  /** Puts the question into the session; the first one with facts and ranked files before it. */
  private async *takeQuestion(run: Run, query: string, asked: string): AsyncGenerator<EngineEvent, void> {
    const { parts, session, state } = run;
    let text = query;
    let files: RankedFile[] = [];
    let tokens = 0;
    const started = performance.now();
    if (session.messages.length === 0) {
      const [facts, bundle] = await Promise.all([
        parts.facts(),
        parts.prompt.contextBudget > 0 ? parts.context.build(query, parts.prompt.contextBudget, run.signal) : undefined,
      ]);
      text = firstUserText(facts, bundle?.text ?? '', query);
      tokens = bundle?.tokens ?? 0;
      files = bundle?.files ?? [];
      state.contextFiles = files.map(({ path, score, tokens: size, reasons }) => ({ path, score, tokens: size, reasons }));
      for (const notice of bundle?.notices ?? []) yield { type: 'notice', level: 'info', text: notice, ...(isLargelyUnread(bundle) ? { code: 'unread' } : {}) };
      // A title that a person gave stays.
      session.title ||= titleOf(asked);
    }
    yield { type: 'context_ready', files, tokens, ms: Math.round(performance.now() - started) };
    session.messages.push({ role: 'user', text, ...(text === asked ? {} : { question: asked }) });
    session.turns++;
    session.interrupted = true;
  }

  /** Runs the calls of an answer and puts the whole turn into the session. */
  private async *takeTurn(run: Run, answer: Answer): AsyncGenerator<EngineEvent, ToolOutcome[]> {
    const { session, parts, guard, state } = run;
    const calls = withFreeIds(answer.calls, session.messages);
    const room = parts.limits.maxToolCalls - state.callsMade;
    const refused = calls.some((call) => guard.before(call) === 'refuse');
    const runnable = refused ? [] : calls.slice(0, Math.max(0, room));
    const outcomes = yield* runCalls(run.road(), runnable, parts.limits.concurrency, run.signal);
    for (const { call, ok, ms } of outcomes) state.toolCalls.push({ id: call.id, name: call.name, ok, duration_ms: ms });
    if (run.signal.aborted) throw abortReason(run.signal);

    session.messages.push({ role: 'assistant', text: run.lastPart, calls, ...(answer.thinking ? { thinking: answer.thinking } : {}) });
    for (const call of calls) {
      const outcome = outcomes.find((each) => each.call === call);
      const warning = outcome && guard.after(call, outcome.text, Boolean(outcome.wrote && outcome.ok)) === 'warn' ? SAME_AGAIN : '';
      session.messages.push({
        role: 'tool',
        callId: call.id,
        name: call.name,
        ok: outcome?.ok ?? false,
        text: outcome ? outcome.text + warning : `not run: ${refused ? 'the same call again and again' : 'the run ended before this call'}`,
      });
      if (outcome?.denial) state.denials.push(outcome.denial);
    }
    state.wholeTurns++;
    if (refused) throw new OCodeError('loop', 'the model makes the same calls again and again', { hint: 'ask in other words, or use a larger model' });
    if (calls.length > runnable.length)
      throw new OCodeError('max_tool_calls', `the limit of ${parts.limits.maxToolCalls} tool calls is reached`, { hint: 'raise --max-tool-calls' });
    return outcomes;
  }

  /** After the last turn: one request without tools, so that the partial result says where things stand. */
  private async *closingWords(run: Run): AsyncGenerator<EngineEvent, void> {
    run.session.messages.push({
      role: 'user',
      auto: true,
      text: 'The limit of turns is reached. Say in a few words what you found or did and what is left to do.',
    });
    try {
      const answer = yield* finishedAnswer(run, { withoutTools: true });
      run.session.messages.push({ role: 'assistant', text: run.lastPart, calls: [] });
      if (answer.text.trim() !== '') run.state.text = answer.text;
    } catch (error) {
      if (run.signal.aborted || !isOCodeError(error)) throw error;
    }
    throw new OCodeError('max_turns', `the limit of ${run.parts.limits.maxTurns} turns is reached`, { hint: 'raise --max-turns, or continue with -c' });
  }

  private prepare(session: Session, signal: AbortSignal): Run {
    const { parts } = this;
    const { model } = parts;
    const { system, tools, specs } = fixedPrompt(parts);
    session.model = model.name;
    session.provider = model.provider;
    session.prompt = { system, tools, options: model.options };
    const run = new Run({ ...parts, toolContext: { ...parts.toolContext, sessionId: session.session_id } }, session, specs, signal);
    if (!parts.nested) run.agentFor = nestedAgent(run, (child, query, own, stopped) => new OCodeEngine(child).process(query, own, stopped));
    return run;
  }

  private *notices(): Generator<EngineEvent, void> {
    for (const text of this.parts.takeNotices()) yield { type: 'notice', level: 'warning', text };
  }

  private async *save(run: Run): AsyncGenerator<EngineEvent, void> {
    const { warning } = await this.parts.sessions.save(run.session);
    if (warning) yield { type: 'notice', level: 'warning', text: warning };
  }

  private async close(run: Run, error?: unknown): Promise<ReturnType<Run['state']['success']>> {
    const { state, session, parts } = run;
    state.filesChanged = await parts.toolContext.files.changes();
    if (parts.dryRun) state.patch = await parts.toolContext.files.patch();
    if (!(isOCodeError(error) && (error.code === 'interrupted' || error.code === 'timeout'))) delete session.interrupted;
    const denied = error === undefined && parts.strict && state.denials.length > 0;
    if (!denied) return error === undefined ? state.success() : state.failure(error);
    return state.failure(
      new OCodeError('permission_denied', `${state.denials.length} call(s) were denied, and --strict is on`, { hint: state.denials[0]?.reason }),
    );
  }
}

const SAME_AGAIN = '\n\n[This is the same call with the same result again. Do something else, or answer with what you know.]';

/** So many files that the index does not know yet make a ranking of names alone: worth a line for the person who waits for a good answer. */
const MANY_UNREAD = 2_000;

function isLargelyUnread(bundle: ContextBundle | undefined): boolean {
  if (!bundle) return false;
  const { files, analyzed, cached, skipped } = bundle.stats;
  return files - analyzed - cached - skipped > MANY_UNREAD;
}
