import type { ToolSpec } from '../contract/chat.js';
import type { Session } from '../contract/session.js';
import { LoopGuard } from './loop-guard.js';
import type { EngineParts } from './parts.js';
import { RunState } from './run-state.js';
import type { AgentFor, Road } from './run-tool.js';
import { resultBudget } from './window.js';

/** All that belongs to one question: what the engine is built of, the session, what was added up, what is offered. */
export class Run {
  readonly state: RunState;
  readonly guard = new LoopGuard();
  /** Compactions that did not free enough. */
  uselessCompactions = 0;
  /** Characters of the last request that was answered. */
  measuredChars = 0;
  warnedOfCut = false;
  /** Text of the last request alone, without what a cut answer said before. */
  lastPart = '';
  agentFor: AgentFor | undefined;

  constructor(
    readonly parts: EngineParts,
    readonly session: Session,
    /** Tools offered natively; the same list in every request of the session. */
    readonly specs: ToolSpec[],
    readonly signal: AbortSignal,
  ) {
    this.state = new RunState(session, parts.model.options.numCtx);
  }

  road(): Road {
    const { parts } = this;
    return {
      tools: parts.tools,
      security: parts.security,
      ...(parts.approver ? { approver: parts.approver } : {}),
      context: parts.toolContext,
      budget: resultBudget(parts.model.options.numCtx, parts.model.charsPerToken),
      toolTimeout: parts.limits.toolTimeout,
      ...(this.agentFor ? { agentFor: this.agentFor } : {}),
    };
  }
}
