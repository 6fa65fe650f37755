import { isOCodeError, isToolError, ToolError, type ToolErrorCode } from '../contract/error.js';
import type { EngineEvent } from '../contract/event.js';
import type { ToolCall } from '../contract/message.js';
import type { RunResult } from '../contract/result.js';
import type { Access, Approver, JudgedCall, SecurityDecision, SecurityJudge } from '../contract/security.js';
import type { EditPreview, RunAgent, Tool, ToolContext, ToolMedia, ToolOutput } from '../contract/tool.js';
import { stripEscapes } from '../lib/sanitize.js';
import { truncateLines } from '../lib/truncate.js';
import type { ToolBox } from './parts.js';

/** What the one road needs. `ocode tools run` and the MCP server drive it too. */
export interface Road {
  tools: ToolBox;
  security: SecurityJudge;
  approver?: Approver;
  context: Omit<ToolContext, 'signal' | 'progress' | 'budget' | 'agent'>;
  /** Characters of a result. */
  budget: number;
  /** Milliseconds one call may take. */
  toolTimeout: number;
  /** Starts nested agents; absent where there is no model or no further nesting. */
  agentFor?: AgentFor;
}

/** Binds nested agents to the call they belong to: their events carry its id. */
export type AgentFor = (callId: string, emit: Emit) => RunAgent;

export interface ToolOutcome {
  call: ToolCall;
  ok: boolean;
  code?: ToolErrorCode;
  text: string;
  data?: unknown;
  media?: readonly ToolMedia[];
  ms: number;
  /** Set when the judge or a person said no. */
  denial?: RunResult['permission_denials'][number];
  /** A person said no: the run ends. */
  rejected?: boolean;
  /** It changed files. */
  wrote?: boolean;
}

export type Emit = (event: EngineEvent) => void;

/**
 * The one road to every tool: find, validate, judge, ask a person where needed, run, cut to size. Never throws; emits
 * exactly one `tool_decided` and one `tool_finished` for the call.
 */
export async function runTool(road: Road, call: ToolCall, emit: Emit, signal: AbortSignal): Promise<ToolOutcome> {
  let started = performance.now();
  const finish = (outcome: Omit<ToolOutcome, 'call' | 'ms'>): ToolOutcome => {
    const ms = Math.round((performance.now() - started) * 10) / 10;
    const { ok, code, text } = outcome;
    emit({ type: 'tool_finished', call_id: call.id, name: call.name, ok, ...(code ? { code } : {}), text, ms });
    return { call, ms, ...outcome };
  };
  const decided = (allowed: boolean, by: 'policy' | 'rule' | 'user' | 'mode' | 'validation', reason?: string): void =>
    emit({ type: 'tool_decided', call_id: call.id, allowed, by, ...(reason ? { reason } : {}) });

  let tool: Tool;
  let args: unknown;
  let inner: { name: string; args: Record<string, unknown> };
  let accesses: readonly Access[];
  try {
    inner = road.tools.unwrap(call.name, call.args);
    tool = await findTool(road.tools, inner.name, signal);
    // Now that the tool is known, so is what its alias stands for.
    inner = road.tools.unwrap(call.name, call.args);
    args = validArguments(road.tools, tool, inner.args);
    accesses = tool.access?.(args, road.context) ?? [];
  } catch (error) {
    const failure = failureOf(error);
    decided(false, 'validation', failure.text);
    return finish(failure);
  }

  const judged: JudgedCall = { tool: tool.name, kind: tool.kind, accesses, args: inner.args };
  const decision = await road.security.decide(judged);
  const denial = { tool: tool.name, input: inner.args };
  if (decision.verdict === 'deny') {
    decided(false, decision.rule ? 'rule' : 'policy', decision.reason);
    const code = decision.code ?? 'denied';
    return finish({ ok: false, code, text: `Not allowed: ${decision.reason}`, denial: { ...denial, reason: decision.reason } });
  }
  const context = toolContext(road, call, emit, signal);
  const preview = decision.verdict === 'ask' && road.approver ? await tryPreview(tool, args, context) : undefined;
  const asked = performance.now();
  const approval = await approve(road, { ...judged, callId: call.id }, decision, preview, signal);
  // The time a person takes is not the tool's.
  started += performance.now() - asked;
  decided(approval.allowed, approval.by, approval.reason);
  if (!approval.allowed) {
    const code = approval.by === 'user' ? 'rejected' : 'denied';
    const text = approval.by === 'user' ? 'The person said no.' : `Not allowed: ${approval.reason}. Nobody is there to be asked; do without it.`;
    return finish({ ok: false, code, text, denial: { ...denial, reason: approval.reason }, rejected: approval.by === 'user' });
  }

  const wrote = tool.kind === 'edit';
  try {
    const output =
      approval.edited !== undefined && preview ? await writeEdited(preview, approval.edited, context) : await runInTime(tool, args, context, road.toolTimeout);
    if (output.untrusted) road.security.taint(output.untrusted);
    return finish({ ok: true, text: forModel(output, road.budget), data: output.data, ...(output.media ? { media: output.media } : {}), wrote });
  } catch (error) {
    return finish(failureOf(error, signal));
  }
}

async function findTool(tools: ToolBox, name: string, signal: AbortSignal): Promise<Tool> {
  const tool = tools.find(name) ?? (await tools.load(name, signal));
  if (tool) return tool;
  const near = tools.nearest(name);
  throw new ToolError('unknown_tool', `There is no tool "${name}".${near ? ` Did you mean ${near}?` : ''} more_tools lists further tools.`);
}

function validArguments(tools: ToolBox, tool: Tool, raw: Record<string, unknown>): unknown {
  const parsed = tools.parseArgs(tool, raw);
  if (parsed.ok) return parsed.args;
  throw new ToolError('invalid_args', parsed.message);
}

interface Approval {
  allowed: boolean;
  by: 'policy' | 'rule' | 'user';
  reason: string;
  /** The person's own version of the new text. */
  edited?: string;
}

async function approve(
  road: Road,
  judged: JudgedCall & { callId: string },
  decision: Exclude<SecurityDecision, { verdict: 'deny' }>,
  preview: EditPreview | undefined,
  signal: AbortSignal,
): Promise<Approval> {
  if (decision.verdict === 'allow') return { allowed: true, by: decision.rule ? 'rule' : 'policy', reason: decision.reason };
  if (!road.approver) return { allowed: false, by: 'policy', reason: decision.reason };
  const command = judged.accesses.flatMap((access) => (access.kind === 'execute' ? [access.command] : []))[0];
  const answer = await road.approver.ask(
    {
      callId: judged.callId,
      tool: judged.tool,
      args: judged.args,
      reason: decision.reason,
      scope: decision.scope,
      ...(command === undefined ? {} : { command }),
      ...(preview ? { diff: preview.diff, proposed: { path: preview.path, text: preview.after } } : {}),
    },
    signal,
  );
  if (answer.answer === 'reject') return { allowed: false, by: 'user', reason: 'a person said no' };
  if (answer.answer === 'allow_session') road.security.grant(decision.scope);
  return { allowed: true, by: 'user', reason: 'a person said yes', ...(answer.answer === 'edited' ? { edited: answer.text } : {}) };
}

async function tryPreview(tool: Tool, args: unknown, context: ToolContext): Promise<EditPreview | undefined> {
  try {
    return await tool.preview?.(args, context);
  } catch {
    // The same failure comes again, with its message, when the tool runs.
    return undefined;
  }
}

async function writeEdited(preview: EditPreview, edited: string, context: ToolContext): Promise<ToolOutput> {
  const path = context.files.resolve(preview.path, 'write');
  const text = edited.replace(/^\ufeff/, '');
  const content = preview.encode?.(text) ?? Buffer.from(text, 'utf8');
  // An editor may be open for long.
  if ((await context.files.stat(path)) && context.files.seen(path, await context.files.read(path)) === 'stale')
    throw new ToolError('stale_file', `${preview.path} changed on disk while the person edited it; nothing was written`);
  await context.files.write(path, content);
  context.files.markSeen(path, content);
  return { text: `The person changed your edit of ${preview.path} before it was written. Read the file to see what it says now.` };
}

function toolContext(road: Road, call: ToolCall, emit: Emit, signal: AbortSignal): ToolContext {
  return {
    ...road.context,
    budget: road.budget,
    signal,
    progress: (text) => emit({ type: 'tool_progress', call_id: call.id, text: stripEscapes(text) }),
    ...(road.agentFor ? { agent: road.agentFor(call.id, emit) } : {}),
  };
}

async function runInTime(tool: Tool, args: unknown, context: ToolContext, limit: number): Promise<ToolOutput> {
  // Tools that run programs or agents know their own limits; for all others this one holds.
  if (tool.kind === 'execute' || tool.kind === 'other') return tool.run(args, context);
  const timeout = AbortSignal.timeout(limit);
  const signal = AbortSignal.any([context.signal, timeout]);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener(
      'abort',
      () => reject(new ToolError(timeout.aborted ? 'timeout' : 'cancelled', timeout.aborted ? `no result within ${limit / 1000} s` : 'cancelled')),
      {
        once: true,
      },
    );
  });
  late.catch(() => {});
  return Promise.race([tool.run(args, { ...context, signal }), late]);
}

/** What the model gets: no escape sequences, at most the budget, untrusted text marked as data. */
function forModel(output: ToolOutput, budget: number): string {
  const text = truncateLines(stripEscapes(output.text), budget, 'ask for less, or for a part');
  if (!output.untrusted) return text;
  return `<untrusted source=${JSON.stringify(output.untrusted)}>\n${text.replaceAll('</untrusted', '<\\/untrusted')}\n</untrusted>`;
}

function failureOf(error: unknown, signal?: AbortSignal): { ok: false; code: ToolErrorCode; text: string } {
  if (isToolError(error)) return { ok: false, code: error.code, text: stripEscapes(error.message) };
  if (signal?.aborted) return { ok: false, code: 'cancelled', text: 'cancelled' };
  if (isOCodeError(error)) return { ok: false, code: 'failed', text: stripEscapes(error.message) };
  return { ok: false, code: 'failed', text: `the tool failed: ${stripEscapes(error instanceof Error ? error.message : String(error))}` };
}
