import { isOCodeError, isToolError } from '../../contract/error.js';
import type { RunResult } from '../../contract/result.js';
import type { Session } from '../../contract/session.js';
import { showAnswer } from './answer-view.js';
import { runSlash } from './commands/index.js';
import { forgetFrom, lastQuestion } from './history-of-session.js';
import type { Keyboard, LineEnd } from './keyboard.js';
import type { ChatPorts, OnceOnly, Question } from './ports.js';
import type { Screen } from './screen.js';
import { statusLine, whereItWasLeft } from './session-lines.js';

/** Failures of the model or its server: asking again may help. */
const RETRYABLE = new Set([
  'model_unreachable',
  'unauthorized',
  'server_error',
  'model_not_found',
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

/** The conversation at a terminal: reads a line, answers it or does what it commands, until the person leaves. */
export class Chat {
  session: Session;
  lastResult: RunResult | undefined;
  /** Names of custom commands, for completion. */
  customNames: readonly string[] = [];
  totals = { input: 0, output: 0, ms: 0, runs: 0 };
  private changed = new Map<string, string>();
  private running: AbortController | undefined;
  private leaveAsked = false;
  private wantsOut = false;
  private exitCode = 0;

  constructor(
    readonly ports: ChatPorts,
    readonly screen: Screen,
    readonly keyboard: Keyboard,
  ) {
    this.session = ports.open();
  }

  /** Returns the exit code. `first`: the line that is being read already. */
  async run(first?: Promise<LineEnd>): Promise<number> {
    const { screen, ports } = this;
    for (const text of ports.warnings()) screen.note(screen.theme.warning(`ocode: ${screen.clean(text)}`));
    if (this.session.turns > 0) this.showWhereItWasLeft();
    let reading = first;
    while (!this.wantsOut) {
      const question = await this.readQuestion(reading);
      reading = undefined;
      if (question === undefined) break;
      if (question.text.trim() === '') continue;
      this.keyboard.history.remember(question.typed);
      ports.history.add(question.text);
      await this.take(question.text);
    }
    screen.endLine();
    return this.exitCode;
  }

  /** Does what a line says: a command, or a question. */
  async take(line: string): Promise<void> {
    try {
      // A path at the start of a question is no command.
      if (/^\/[^\s/]*(?:\s|$)/.test(line)) await runSlash(this, line);
      else await this.ask({ asked: line, text: await this.attached(line) });
    } catch (error) {
      if (!isOCodeError(error) && !isToolError(error)) throw error;
      this.showError(error);
    }
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
      const result = await this.stoppable((signal) =>
        showAnswer(ports.process(question, this.session, signal, once), {
          screen,
          style: () => ports.style(screen.theme),
          before: this.changed,
        }),
      );
      this.count(result);
      if (!result.error || this.wantsOut) return;
      if (result.error.code === 'interrupted') return screen.note(screen.theme.warning('stopped; Ctrl+C again leaves'));
      this.showError(result.error);
      if (result.error.code === 'context_overflow' && this.session.messages.length === before + 1) {
        // Else every further question would carry the one that does not fit.
        forgetFrom(this.session, before);
        await ports.sessions.save(this.session);
        return screen.note('the question was taken out of the session again');
      }
      if (!RETRYABLE.has(result.error.code)) return;
      screen.ask('[r]etry [s]kip [a]bort ');
      const key = await this.keyboard.readKey('rsa');
      screen.note(key === 'r' ? 'retry' : key === 'a' ? 'abort' : 'skip');
      if (key === 'a') return this.leave(result.exit_code);
      if (key !== 'r') return;
      forgetFrom(this.session, before);
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
      clearTimeout(watch);
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

  /** A question: one line, or several when lines end with a backslash. Undefined: the person leaves. */
  private async readQuestion(first?: Promise<LineEnd>): Promise<{ text: string; typed: string } | undefined> {
    this.screen.note(statusLine(this.ports, this.session, this.lastResult, this.screen));
    // Behind the prompt, which must not wait for folders.
    setImmediate(async () => {
      this.customNames = (await this.ports.custom.list()).map((command) => command.name);
    });
    const lines: string[] = [];
    const typed: string[] = [];
    let reading = first;
    while (true) {
      const read = await (reading ?? this.keyboard.readLine(lines.length === 0 ? '> ' : '… '));
      reading = undefined;
      if ('end' in read) {
        if (read.end === 'closed' || this.leaveAsked) return undefined;
        this.leaveAsked = true;
        lines.length = 0;
        typed.length = 0;
        this.screen.note(`\n${this.screen.theme.dim('Ctrl+C again or Ctrl+D leaves')}`);
        continue;
      }
      this.leaveAsked = false;
      const more = /(?<!\\)(?:\\\\)*\\$/.test(read.typed);
      lines.push(more ? read.line.slice(0, -1) : read.line);
      typed.push(more ? read.typed.slice(0, -1) : read.typed);
      if (!more) return { text: lines.join('\n'), typed: typed.join('\n') };
    }
  }

  /** When nothing comes for a while the server may be loading the model: ask it, and say so. */
  private watchLoading(signal: AbortSignal): NodeJS.Timeout {
    return setTimeout(async () => {
      const loaded = await this.ports.model.loaded(signal).catch(() => undefined);
      if (loaded === false && this.screen.isWaiting && !signal.aborted) this.screen.wait('loading model');
    }, LOADED_CHECK_MS);
  }
}
