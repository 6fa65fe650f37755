import { EXIT_CODES, isOCodeError, subtypeOf } from '../../contract/error.js';
import type { RunResult } from '../../contract/result.js';
import type { Session } from '../../contract/session.js';
import { READING, showAnswer } from './answer-view.js';
import { forgetFrom, lastQuestion } from './history-of-session.js';
import type { Keyboard } from './keyboard.js';
import type { ChatPorts, OnceOnly, Question } from './ports.js';
import type { Screen } from './screen.js';
import { whereItWasLeft } from './session-lines.js';

/** Failures of the model or its server: asking again may help. */
const RETRYABLE = new Set([
  'model_unreachable',
  'unauthorized',
  'server_error',
  'model_not_found',
  'model_unsuitable',
  'model_response',
  'bad_request',
  'malformed_call',
  'stream_lost',
  'stream_error',
  'timeout',
  'loop',
  'max_tokens',
]);
const LOADED_CHECK_MS = 1000;

/** A conversation at a terminal as commands see it: its session, and what can be done with it. `talk.ts` reads the lines. */
export class Chat {
  session: Session;
  lastResult: RunResult | undefined;
  /** Names of custom commands, for completion. */
  customNames: readonly string[] = [];
  totals = { input: 0, output: 0, ms: 0, runs: 0 };
  /** A line to take once more before another is read. */
  again: string | undefined;
  /** Ctrl+C was pressed once: the next leaves. */
  leaveAsked = false;
  wantsOut = false;
  exitCode = 0;
  private changed = new Map<string, string>();
  private running: AbortController | undefined;

  constructor(
    readonly ports: ChatPorts,
    readonly screen: Screen,
    readonly keyboard: Keyboard,
  ) {
    this.session = ports.open();
  }

  /** `exitCode` undefined: as it is. */
  leave(exitCode?: number): void {
    this.exitCode = exitCode ?? this.exitCode;
    this.wantsOut = true;
  }

  /** Ctrl+C while an answer comes: the first stops it, the next leaves. */
  interrupt(): void {
    if (!this.running || this.running.signal.aborted) {
      this.wantsOut = true;
      return;
    }
    this.leaveAsked = true;
    this.running.abort(new Error('stopped'));
  }

  /** Puts a question and shows the answer; on a failure of the model the person chooses how to go on. */
  async ask(question: Question, once?: OnceOnly): Promise<void> {
    const { screen, ports } = this;
    while (true) {
      const before = this.session.messages.length;
      const { error, exitCode } = await this.answer(question, once);
      if (!error || this.wantsOut) return;
      if (error.code === 'interrupted') return screen.note(screen.theme.warning('stopped; Ctrl+C again leaves'));
      this.showError(error);
      if (error.code === 'context_overflow' && this.session.messages.length === before + 1) {
        // Else every further question would carry the one that does not fit.
        forgetFrom(this.session, before);
        await ports.sessions.save(this.session);
        return screen.note('the question was taken out of the session again');
      }
      if (!RETRYABLE.has(error.code)) return;
      screen.ask('[r]etry [s]kip [a]bort ');
      const key = await this.keyboard.readKey('rsa');
      screen.note(key === 'r' ? 'retry' : key === 'a' ? 'abort' : 'skip');
      if (key === 'a') return this.leave(exitCode);
      if (key !== 'r') return;
      forgetFrom(this.session, before);
    }
  }

  /** One try. What goes wrong before there is a run (no server, no such model) is told like what goes wrong in one. */
  private async answer(question: Question, once?: OnceOnly): Promise<{ error?: RunResult['error']; exitCode: number }> {
    const { screen, ports } = this;
    try {
      const result = await this.stoppable((signal) =>
        showAnswer(ports.process(question, this.session, signal, once), { screen, style: () => ports.style(screen.theme), before: this.changed }),
      );
      this.count(result);
      return { error: result.error, exitCode: result.exit_code };
    } catch (error) {
      if (!isOCodeError(error)) throw error;
      const { code, message, hint } = error;
      return { error: { code, message, ...(hint ? { hint } : {}) }, exitCode: EXIT_CODES[subtypeOf(code)] };
    }
  }

  /** The text with what it names by `@`. */
  async attached(given: string): Promise<string> {
    const { text, problems } = await this.stoppable((signal) => this.ports.attach(given, signal));
    for (const problem of problems) this.screen.note(this.screen.theme.warning(`ocode: ${this.screen.clean(problem)}`));
    return text;
  }

  /** Runs something that Ctrl+C stops. */
  async stoppable<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const stop = new AbortController();
    this.running = stop;
    const watch = this.watchLoading(stop.signal);
    try {
      return await action(stop.signal);
    } finally {
      this.running = undefined;
      clearInterval(watch);
      this.screen.quiet();
    }
  }

  /** Takes the last question and what followed out of the session. Returns the person's words. */
  takeBackQuestion(): string | undefined {
    const last = lastQuestion(this.session);
    if (last) forgetFrom(this.session, last.at);
    return last?.asked;
  }

  use(session: Session): void {
    this.session = session;
    this.changed = new Map();
    this.lastResult = undefined;
  }

  showError(error: { message: string; hint?: string | undefined }): void {
    const { screen } = this;
    screen.note(screen.theme.error(`ocode: ${screen.clean(error.message)}`) + (error.hint ? screen.theme.dim(` — ${screen.clean(error.hint)}`) : ''));
  }

  showWhereItWasLeft(): void {
    for (const line of whereItWasLeft(this.session, this.screen)) this.screen.note(line);
  }

  private count(result: RunResult): void {
    this.lastResult = result;
    this.totals.input += result.usage.input_tokens;
    this.totals.output += result.usage.output_tokens;
    this.totals.ms += result.duration_ms;
    this.totals.runs++;
    for (const file of result.files_changed) this.changed.set(file.path, `${file.added},${file.removed}`);
  }

  /** While nothing comes the server may be loading the model: ask it now and then, and say so. */
  private watchLoading(signal: AbortSignal): NodeJS.Timeout {
    const { screen, ports } = this;
    let asking = false;
    return setInterval(async () => {
      if (asking || !mayBeLoading(screen.waitsFor)) return;
      asking = true;
      const loaded = await ports.model.loaded(signal).catch(() => undefined);
      asking = false;
      if (loaded !== undefined && !signal.aborted && mayBeLoading(screen.waitsFor)) screen.wait(loaded ? READING : LOADING);
    }, LOADED_CHECK_MS);
  }
}

const LOADING = 'loading model';

function mayBeLoading(what: string | undefined): boolean {
  return what === READING || what === LOADING;
}
