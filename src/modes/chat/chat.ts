import { isOCodeError, type OCodeError } from '../../contract/error.js';
import type { RunResult } from '../../contract/result.js';
import type { Session } from '../../contract/session.js';
import { oneLine } from '../../lib/truncate.js';
import { showAnswer } from './answer-view.js';
import { runSlash } from './commands/index.js';
import type { Keyboard } from './keyboard.js';
import type { ChatPorts, OnceOnly } from './ports.js';
import type { Screen } from './screen.js';

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
  totals = { input: 0, output: 0, ms: 0, runs: 0 };
  private changed = new Map<string, string>();
  private running: AbortController | undefined;
  private leaveAsked = false;
  private wantsOut = false;

  constructor(
    readonly ports: ChatPorts,
    readonly screen: Screen,
    readonly keyboard: Keyboard,
  ) {
    this.session = ports.open();
  }

  /** Returns the exit code. */
  async run(): Promise<number> {
    const { screen, ports } = this;
    screen.note(`${screen.theme.strong('ocode')} ${screen.theme.dim('· /help shows the commands · Ctrl+D leaves')}`);
    for (const text of ports.warnings()) screen.note(screen.theme.warning(`ocode: ${screen.clean(text)}`));
    if (this.session.turns > 0) this.showWhereItWasLeft();
    while (!this.wantsOut) {
      const question = await this.readQuestion();
      if (question === undefined) break;
      const { text, typed } = question;
      if (text.trim() === '') continue;
      this.keyboard.history.remember(typed);
      ports.history.add(text);
      try {
        if (text.startsWith('/')) await runSlash(this, text);
        else await this.ask(await ports.attach(text));
      } catch (error) {
        if (!isOCodeError(error)) throw error;
        this.showError(error);
      }
    }
    screen.endLine();
    return this.exitCode;
  }

  private exitCode = 0;

  leave(exitCode = this.exitCode): void {
    this.exitCode = exitCode;
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
  async ask(question: string, once?: OnceOnly): Promise<void> {
    while (true) {
      const before = this.session.messages.length;
      const result = await this.stoppable((signal) =>
        showAnswer(this.ports.process(question, this.session, signal, once), {
          screen: this.screen,
          style: () => this.ports.style(this.screen.theme),
          before: this.changed,
        }),
      );
      this.note(result);
      if (!result.error || this.wantsOut) return;
      if (result.error.code === 'interrupted') return this.screen.note(this.screen.theme.warning('stopped; Ctrl+C again leaves'));
      this.showError(result.error);
      if (result.error.code === 'context_overflow' && this.session.messages.length === before + 1) {
        // Else every further question would carry the one that does not fit.
        this.forgetFrom(before);
        await this.ports.sessions.save(this.session);
        return this.screen.note('the question was taken out of the session again');
      }
      if (result.error.code === 'permission_denied' || !RETRYABLE.has(result.error.code)) return;
      this.screen.ask('[r]etry [s]kip [a]bort ');
      const key = await this.keyboard.readKey('rsa');
      this.screen.note(key === 'r' ? 'retry' : key === 'a' ? 'abort' : 'skip');
      if (key === 'a') {
        return this.leave(result.exit_code);
      }
      if (key !== 'r') return;
      this.forgetFrom(before);
    }
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

  /** Takes the last question and what followed out of the session. Returns its text. */
  takeBackQuestion(): string | undefined {
    const { messages } = this.session;
    const at = messages.findLastIndex((message) => message.role === 'user' && !message.auto);
    const message = messages[at];
    if (message?.role !== 'user') return undefined;
    this.forgetFrom(at);
    return at === 0 ? message.text.replace(/^[\s\S]*<\/(?:environment|instructions|context|files)>\s*\n\n/, '') : message.text;
  }

  use(session: Session): void {
    this.session = session;
    this.changed = new Map();
    this.lastResult = undefined;
  }

  showError(error: Pick<OCodeError, 'message' | 'hint'> | { message: string; hint?: string | undefined }): void {
    const { screen } = this;
    screen.note(screen.theme.error(`ocode: ${screen.clean(error.message)}`) + (error.hint ? screen.theme.dim(` — ${screen.clean(error.hint)}`) : ''));
  }

  showWhereItWasLeft(): void {
    const { session, screen } = this;
    const spoken = session.messages.filter((message) => message.role === 'assistant' && message.text.trim() !== '').at(-1);
    const question = session.messages.findLast((message) => message.role === 'user' && !message.auto)?.text ?? '';
    screen.note(screen.theme.dim(`session ${session.session_id.slice(0, 8)}: ${screen.clean(session.title)} · ${session.turns} questions`));
    if (question) screen.note(screen.theme.dim(`> ${oneLine(screen.clean(question.split('\n').at(-1) ?? ''), 100)}`));
    if (spoken) screen.note(screen.clean(spoken.text.split('\n').slice(-12).join('\n')));
    if (session.interrupted) screen.note(screen.theme.warning('the last question was not answered to its end; /retry asks it again'));
  }

  private note(result: RunResult): void {
    this.lastResult = result;
    this.totals.input += result.usage.input_tokens;
    this.totals.output += result.usage.output_tokens;
    this.totals.ms += result.duration_ms;
    this.totals.runs++;
    for (const file of result.files_changed) this.changed.set(file.path, `${file.added},${file.removed}`);
  }

  private forgetFrom(length: number): void {
    const { session } = this;
    const forgotten = session.messages.splice(length);
    session.turns = Math.max(0, session.turns - forgotten.filter((message) => message.role === 'user' && !message.auto).length);
    if (session.compacted && session.compacted.replaces > length) delete session.compacted;
  }

  /** A question: one line, or several when lines end with a backslash. Undefined: the person leaves. */
  private async readQuestion(): Promise<{ text: string; typed: string } | undefined> {
    this.screen.note(this.statusLine());
    const lines: string[] = [];
    const typed: string[] = [];
    while (true) {
      const read = await this.keyboard.readLine(lines.length === 0 ? '> ' : '… ');
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

  private statusLine(): string {
    const { ports, screen } = this;
    const model = ports.model.current() ?? 'model: first that fits';
    const used = this.lastResult ? `${this.lastResult.context.used}/${this.lastResult.context.limit}` : `0/${ports.model.window()}`;
    return screen.theme.dim([screen.clean(model), `${used} tokens`, screen.clean(ports.branch() ?? ''), ports.mode.current()].filter(Boolean).join(' · '));
  }

  /** When nothing comes for a while the server may be loading the model: ask it, and say so. */
  private watchLoading(signal: AbortSignal): NodeJS.Timeout {
    return setTimeout(async () => {
      const loaded = await this.ports.model.loaded(signal).catch(() => undefined);
      if (loaded === false && this.screen.isWaiting && !signal.aborted) this.screen.wait('loading model');
    }, LOADED_CHECK_MS);
  }
}
