import type { AgentContext, SessionModeState, SessionUpdate, StopReason } from '@agentclientprotocol/sdk';
import { isOCodeError } from '../../contract/error.js';
import type { EngineEvent } from '../../contract/event.js';
import type { RunResult } from '../../contract/result.js';
import { PERMISSION_MODES, type PermissionMode } from '../../contract/security.js';
import type { Session } from '../../contract/session.js';
import type { AcpQuestion, AcpSession } from './ports.js';
import { replayOf } from './replay.js';
import { stopReasonOf, UpdateWriter } from './updates.js';

export type TurnEnd = { stopReason: StopReason } | { failure: NonNullable<RunResult['error']> };

/** One session of an editor: at most one question at a time, which can be stopped at any moment. */
export class LiveSession {
  /** As the editor knows it. The session itself gets another id when a second process went on with it meanwhile. */
  readonly id: string;
  private running: { stop: AbortController; done: Promise<unknown> } | undefined;

  constructor(
    private readonly client: AgentContext,
    readonly parts: AcpSession,
    private readonly toClient: (path: string) => string,
  ) {
    this.id = parts.session.session_id;
  }

  get session(): Session {
    return this.parts.session;
  }

  get mode(): AcpSession['mode'] {
    return this.parts.mode;
  }

  get busy(): boolean {
    return this.running !== undefined;
  }

  /** Of the question that is being answered. */
  get signal(): AbortSignal | undefined {
    return this.running?.stop.signal;
  }

  modes(): SessionModeState {
    return {
      currentModeId: this.mode.current(),
      availableModes: PERMISSION_MODES.map((id) => ({ id, name: MODE_NAMES[id].name, description: MODE_NAMES[id].description })),
    };
  }

  cancel(why: string): void {
    this.running?.stop.abort(new Error(why));
  }

  /** Answers a question. A turn that was stopped is told as such, wherever it was. Throws when the editor is gone. */
  async answer(question: AcpQuestion, withdrawn: AbortSignal): Promise<TurnEnd> {
    const stop = new AbortController();
    const withdraw = (): void => stop.abort(new Error('the request was withdrawn'));
    withdrawn.addEventListener('abort', withdraw, { once: true });
    if (withdrawn.aborted) withdraw();
    const work = this.converse(question, stop.signal);
    this.running = { stop, done: work.catch(() => {}) };
    try {
      return await work;
    } finally {
      withdrawn.removeEventListener('abort', withdraw);
      this.running = undefined;
    }
  }

  async replay(): Promise<void> {
    for (const update of replayOf(this.session.messages, this.parts, this.toClient)) await this.tell(update);
  }

  /** After the answer to the request that opened the session: before it, the editor does not know the session. */
  offerCommands(): void {
    setImmediate(async () => {
      const commands = await this.parts.commands().catch(() => []);
      if (commands.length === 0) return;
      const availableCommands = commands.map(({ name, description }) => ({ name, description, input: { hint: 'arguments' } }));
      await this.tell({ sessionUpdate: 'available_commands_update', availableCommands }).catch(() => {});
    });
  }

  /** Stops what runs, waits until it is saved, and ends the services of the session. */
  async close(): Promise<void> {
    this.cancel('the editor closed the session');
    await this.running?.done;
    await this.parts.close();
  }

  private async converse(question: AcpQuestion, signal: AbortSignal): Promise<TurnEnd> {
    const title = this.session.title;
    try {
      const result = await this.run(question, signal);
      if (signal.aborted) return { stopReason: 'cancelled' };
      await this.tell({ sessionUpdate: 'usage_update', used: result.context.used, size: result.context.limit });
      if (this.session.title !== title) await this.tell({ sessionUpdate: 'session_info_update', title: this.session.title });
      const stopReason = stopReasonOf(result);
      return stopReason || !result.error ? { stopReason: stopReason ?? 'end_turn' } : { failure: result.error };
    } catch (error) {
      // Also while the model is looked for, before there is a run that could say so itself.
      if (signal.aborted) return { stopReason: 'cancelled' };
      if (isOCodeError(error)) return { failure: { code: error.code, message: error.message, ...(error.hint ? { hint: error.hint } : {}) } };
      throw error;
    }
  }

  private async run(question: AcpQuestion, signal: AbortSignal): Promise<RunResult> {
    const writer = new UpdateWriter(this.parts, this.toClient);
    let result: RunResult | undefined;
    for await (const event of this.parts.process(question, signal)) {
      this.warn(event);
      for (const update of writer.updatesOf(event)) await this.tell(update);
      if (event.type === 'run_finished') result = event.result;
    }
    if (!result) throw new Error('the run ended without a result');
    return result;
  }

  /** What people should know goes to the editor's log. */
  private warn(event: EngineEvent): void {
    if (event.type === 'notice' && event.level !== 'info') process.stderr.write(`ocode: ${JSON.stringify(event.text).slice(1, -1)}\n`);
  }

  private tell(update: SessionUpdate): Promise<void> {
    return this.client.notify('session/update', { sessionId: this.id, update });
  }
}

const MODE_NAMES: Readonly<Record<PermissionMode, { name: string; description: string }>> = {
  plan: { name: 'Plan', description: 'Reads only; nothing is changed or run' },
  default: { name: 'Default', description: 'Asks before it changes files or runs commands' },
  'auto-edit': { name: 'Auto edit', description: 'Changes files without asking; asks before it runs commands' },
  full: { name: 'Full', description: 'Changes files and runs commands without asking' },
};
