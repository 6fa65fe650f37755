import type { EngineEvent } from '../contract/event.js';
import { type Approver, narrowerMode } from '../contract/security.js';
import type { Session } from '../contract/session.js';
import { OCodeEngine } from '../engine/engine.js';
import type { EngineParts } from '../engine/parts.js';
import type { OnceOnly, Question } from '../modes/chat/index.js';
import type { Workbench } from './compose.js';
import { composeEngine } from './compose-engine.js';
import { withOnlyTools } from './only-tools.js';

/** One engine a session and model: its files remember what the session changed. */
export class EngineCache {
  private parts: { of: Session; model: string | undefined; parts: EngineParts } | undefined;
  private wanted: string | undefined;

  constructor(
    private readonly bench: Workbench,
    private readonly approver: Approver,
  ) {}

  get model(): string | undefined {
    const { settings } = this.bench;
    return this.wanted ?? this.parts?.parts.model.name ?? settings.models.default ?? settings.model;
  }

  get window(): number {
    return this.parts?.parts.model.options.numCtx ?? this.bench.settings.context_window;
  }

  useModel(name: string): void {
    this.wanted = name;
  }

  async *process({ text, asked }: Question, session: Session, signal: AbortSignal, once: OnceOnly = {}): AsyncGenerator<EngineEvent, void> {
    const { permissions } = this.bench.settings;
    const before = permissions.mode;
    // A command file may only narrow what runs without a question.
    permissions.mode = narrowerMode(before, once.mode ?? before);
    try {
      const { parts, text: query } = withOnlyTools(await this.partsFor(session, signal, once.model), text, once.tools);
      yield* new OCodeEngine({ ...parts, permissionMode: permissions.mode }).process(query, session, signal, asked);
    } finally {
      permissions.mode = before;
    }
  }

  async *compact(session: Session, signal: AbortSignal): AsyncGenerator<EngineEvent, void> {
    yield* new OCodeEngine(await this.partsFor(session, signal)).compact(session, signal);
  }

  async patch(session: Session): Promise<string> {
    return this.parts?.of === session ? this.parts.parts.toolContext.files.patch() : '';
  }

  private async partsFor(session: Session, signal: AbortSignal, once?: string): Promise<EngineParts> {
    const model = once ?? this.wanted;
    const kept = this.parts?.of === session ? this.parts : undefined;
    if (kept && kept.model === model) return kept.parts;
    const { settings } = this.bench;
    const bench = model ? { ...this.bench, settings: { ...settings, model, models: { ...settings.models, default: model } } } : this.bench;
    const fresh = await composeEngine(bench, signal, { session, approver: this.approver });
    // The start of the program showed these warnings.
    const parts = { ...fresh, warnings: [], ...(kept ? { toolContext: kept.parts.toolContext } : {}) };
    if (!once) this.parts = { of: session, model, parts };
    return parts;
  }
}
