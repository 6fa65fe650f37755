import type { EngineEvent } from '../contract/event.js';
import type { ToolCall } from '../contract/message.js';
import { Channel } from '../lib/channel.js';
import { type Road, runTool, type ToolOutcome } from './run-tool.js';

/**
 * Runs the calls of one answer. Neighbouring read-only calls run side by side, at most `concurrency` at once; all others
 * one after the other, so that each sees what those before it did. Outcomes come back in the order of the calls.
 */
export async function* runCalls(road: Road, calls: readonly ToolCall[], concurrency: number, signal: AbortSignal): AsyncGenerator<EngineEvent, ToolOutcome[]> {
  const outcomes: ToolOutcome[] = [];
  if (calls.length > 1) await loadTools(road, calls, signal);
  for (const group of groups(road, calls, concurrency)) {
    for (const call of group)
      yield { type: 'tool_requested', call: { id: call.id, name: call.name, args: call.args }, ...(call.recovered ? { recovered: true } : {}) };
    const channel = new Channel<EngineEvent>();
    const running = Promise.all(group.map((call) => runTool(road, call, (event) => channel.push(event), signal))).finally(() => channel.close());
    yield* channel;
    outcomes.push(...(await running));
    if (outcomes.some((outcome) => outcome.rejected)) break;
  }
  return outcomes;
}

/**
 * Servers and plugins that these calls need, side by side: only of tools that are known it can be said whether they may run
 * side by side. What cannot be loaded is told when its call runs.
 */
async function loadTools({ tools }: Road, calls: readonly ToolCall[], signal: AbortSignal): Promise<void> {
  const names = new Set(calls.map((call) => tools.unwrap(call.name, call.args).name).filter((name) => !tools.find(name)));
  await Promise.allSettled([...names].map((name) => tools.load(name, signal)));
}

function groups(road: Road, calls: readonly ToolCall[], concurrency: number): ToolCall[][] {
  const out: ToolCall[][] = [];
  let open: ToolCall[] | undefined;
  for (const call of calls) {
    if (!isConcurrent(road, call)) {
      out.push([call]);
      open = undefined;
    } else if (open && open.length < concurrency) open.push(call);
    else {
      open = [call];
      out.push(open);
    }
  }
  return out;
}

function isConcurrent(road: Road, call: ToolCall): boolean {
  const tool = road.tools.find(road.tools.unwrap(call.name, call.args).name);
  return tool ? (tool.concurrent ?? (tool.kind === 'read' || tool.kind === 'search')) : false;
}
