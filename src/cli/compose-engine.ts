import type { Approver } from '../contract/security.js';
import type { Session } from '../contract/session.js';
import type { EngineParts, StructuredOutput } from '../engine/parts.js';
import { patiently } from '../engine/patience.js';
import type { Road } from '../engine/run-tool.js';
import { resultBudget } from '../engine/window.js';
import { createTextCallReader } from '../providers/text-calls/index.js';
import { chooseModel } from './choose-model.js';
import type { Workbench } from './compose.js';
import { factsText, instructionBudget } from './facts.js';

export interface EngineRequest {
  session: Session;
  structured?: StructuredOutput | undefined;
  approver?: Approver;
  warnings?: readonly string[];
}

/** The parts of an engine for one session. Asks the server what the model can do; throws OCodeError when there is no usable model. */
export async function composeEngine(bench: Workbench, signal: AbortSignal, request: EngineRequest): Promise<EngineParts> {
  const { options, settings, places } = bench;
  const { client } = await bench.provider();
  const { profile } = await patiently(() => chooseModel({ client, settings, store: bench.store, signal }), signal);
  await bench.registry.loadOffered(signal);
  const window = profile.options.numCtx;
  bench.warnings.push(...(request.warnings ?? []));
  return {
    client,
    model: profile,
    ...(settings.models.summary ? { summaryModel: settings.models.summary } : {}),
    ...(settings.models.agent ? { agentModel: settings.models.agent } : {}),
    memory: bench.store,
    tools: bench.registry,
    security: bench.security,
    ...(request.approver ? { approver: request.approver } : {}),
    sessions: bench.sessions,
    context: bench.index,
    createReader: (accept) => createTextCallReader({ accept, isKnownName: (name) => bench.registry.find(name) !== undefined, newId: newCallId }),
    toolContext: bench.toolContext(request.session),
    facts: async () =>
      factsText({
        places,
        instructionBudget: instructionBudget(window),
        readable: (path) => bench.guard.readable(path),
        recalls: bench.registry.find('recall') !== undefined,
      }),
    limits: {
      maxTurns: settings.limits.max_turns,
      maxToolCalls: settings.limits.max_tool_calls,
      timeout: settings.limits.timeout * 1000,
      concurrency: settings.max_concurrent_tools,
      toolTimeout: settings.tool_timeout * 1000,
    },
    prompt: {
      ...(options.system === undefined ? {} : { system: options.system }),
      ...(options.appendSystem === undefined ? {} : { appendSystem: options.appendSystem }),
      contextBudget: contextBudget(bench, window),
    },
    permissionMode: settings.permissions.mode,
    strict: options.strict ?? false,
    dryRun: options.dryRun ?? false,
    ...(request.structured ? { structured: request.structured } : {}),
    mask: bench.mask,
    takeNotices: () => bench.warnings.splice(0),
  };
}

/** The one road to a tool outside a conversation: `tools run`, `mcp serve`. */
export function composeRoad(bench: Workbench, approver?: Approver): Road {
  return {
    tools: bench.registry,
    security: bench.security,
    ...(approver ? { approver } : {}),
    context: bench.toolContext({ session_id: `tools-${process.pid}`, seen_files: {} }),
    budget: resultBudget(bench.settings.context_window, 4),
    toolTimeout: bench.settings.tool_timeout * 1000,
  };
}

/** Share of the window that ranked files get unless told otherwise: enough for three files, small enough to be read fast. */
const CONTEXT_SHARE = 0.2;

function contextBudget(bench: Workbench, window: number): number {
  const { settings } = bench;
  if (settings.context.strategy === 'none') return 0;
  return settings.context.budget ?? Math.floor(window * CONTEXT_SHARE);
}

let calls = 0;
function newCallId(): string {
  calls += 1;
  return `call_t${Date.now().toString(36)}${calls}`;
}
