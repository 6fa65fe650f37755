import { ToolError } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import type { Session } from '../contract/session.js';
import type { EngineParts, ToolBox } from './parts.js';
import type { Run } from './run.js';
import type { AgentFor } from './run-tool.js';

/** Kinds of tools a nested agent has unless it is given others. */
const READ_ONLY = new Set(['read', 'search', 'think']);

/** Runs an engine made of other parts; passed in, because the engine itself starts agents. */
export type StartEngine = (parts: EngineParts, query: string, session: Session, signal: AbortSignal) => AsyncGenerator<EngineEvent, void>;

/**
 * A nested engine with its own short session: it sees the task, works with the tools it is given (read-only ones unless
 * told otherwise) under the same judge and what is left of the parent's limits, and returns its report. It cannot nest again.
 */
export function nestedAgent(parent: Run, start: StartEngine): AgentFor {
  return (callId, emit) =>
    async ({ task, role, tools }, signal) => {
      const { parts, session } = parent;
      const child: EngineParts = {
        ...parts,
        nested: true,
        model: { ...parts.model, name: parts.agentModel ?? parts.model.name },
        tools: onlyTools(parts.tools, tools),
        sessions: { save: async () => ({}) },
        limits: {
          ...parts.limits,
          timeout: 0,
          maxTurns: Math.max(1, parts.limits.maxTurns - parent.state.turns),
          maxToolCalls: Math.max(1, parts.limits.maxToolCalls - parent.state.callsMade),
        },
        structured: undefined,
        strict: false,
        dryRun: false,
        takeNotices: () => [],
        prompt: { ...parts.prompt, ...(role ? { appendSystem: [parts.prompt.appendSystem, `Your role: ${role}`].filter(Boolean).join('\n') } : {}) },
      };
      const own: Session = { ...session, session_id: `${session.session_id}-agent`, title: task, messages: [], compacted: undefined, turns: 0 };
      for await (const event of start(child, task, own, signal)) {
        if (event.type !== 'run_finished') {
          emit({ ...event, parent_id: callId });
          continue;
        }
        parent.state.nestedCalls += event.result.tool_calls.length;
        parent.state.denials.push(...event.result.permission_denials);
        if (event.result.is_error && event.result.result === '')
          throw new ToolError('failed', `the agent failed: ${event.result.error?.message ?? event.result.subtype}`);
        return event.result.is_error ? `${event.result.result}\n(the agent stopped early: ${event.result.error?.message})` : event.result.result;
      }
      throw new ToolError('failed', 'the agent ended without a report');
    };
}

function onlyTools(box: ToolBox, names: readonly string[] | undefined): ToolBox {
  const wanted = names && new Set(names.flatMap((name) => box.find(name)?.name ?? []));
  const allowed = (name: string): boolean => {
    const tool = box.find(name);
    return tool !== undefined && tool.set !== 'agent' && (wanted ? wanted.has(tool.name) : READ_ONLY.has(tool.kind));
  };
  return {
    find: (name) => (allowed(name) ? box.find(name) : undefined),
    load: async (name, signal) => (wanted ? box.load(name, signal) : undefined),
    nearest: (name) => {
      const near = box.nearest(name);
      return near !== undefined && allowed(near) ? near : undefined;
    },
    parseArgs: (tool, raw) => box.parseArgs(tool, raw),
    unwrap: (name, args) => box.unwrap(name, args),
    specs: (options) => box.specs(options).filter((spec) => allowed(spec.name)),
    acceptCall: (name, args) => {
      const call = box.acceptCall(name, args);
      return call && allowed(call.name) ? call : undefined;
    },
  };
}
