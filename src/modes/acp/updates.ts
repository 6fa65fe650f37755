import type { SessionUpdate, StopReason } from '@agentclientprotocol/sdk';
import type { EngineEvent } from '../../contract/event.js';
import type { RunResult } from '../../contract/result.js';
import { planOf } from './plan.js';
import type { AcpSession, ToolView } from './ports.js';
import { announce, diffOf, textContent } from './tool-view.js';

/** Characters of a running command's output that are shown while it runs. */
const OUTPUT_SHOWN = 4_000;

/** What an editor is told of the events of one run. */
export class UpdateWriter {
  private readonly calls = new Map<string, { view: ToolView; output: string }>();

  constructor(
    private readonly live: Pick<AcpSession, 'cwd' | 'look' | 'takeWrites'>,
    /** A real path as the editor knows it. */
    private readonly toClient: (path: string) => string,
  ) {}

  /** Empty for events that only matter inside. */
  updatesOf(event: EngineEvent): SessionUpdate[] {
    // What a nested agent says and does is its own; its report is the result of the call.
    if ('parent_id' in event && event.parent_id !== undefined) return [];
    switch (event.type) {
      case 'text_delta':
        return [{ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: event.text } }];
      case 'thinking_delta':
        return [{ sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: event.text } }];
      case 'notice':
        return event.code === 'turn_restarted' ? [{ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: `\n\n[${event.text}]\n\n` } }] : [];
      case 'tool_requested': {
        const view = this.live.look(event.call);
        this.calls.set(event.call.id, { view, output: '' });
        // A plan is shown as one, when it was taken.
        return planOf(view) ? [] : [{ sessionUpdate: 'tool_call', toolCallId: event.call.id, status: 'pending', rawInput: view.args, ...this.announced(view) }];
      }
      case 'tool_decided':
        return event.allowed && !this.isPlan(event.call_id) ? [{ sessionUpdate: 'tool_call_update', toolCallId: event.call_id, status: 'in_progress' }] : [];
      case 'tool_progress':
        return this.progress(event.call_id, event.text);
      case 'tool_finished':
        return this.finished(event);
      default:
        return [];
    }
  }

  private progress(id: string, text: string): SessionUpdate[] {
    const call = this.calls.get(id);
    if (!call) return [];
    call.output = (call.output + text).slice(-OUTPUT_SHOWN);
    return [{ sessionUpdate: 'tool_call_update', toolCallId: id, content: [textContent(call.output)] }];
  }

  private finished({ call_id, ok, text }: Extract<EngineEvent, { type: 'tool_finished' }>): SessionUpdate[] {
    const view = this.calls.get(call_id)?.view;
    this.calls.delete(call_id);
    const plan = view && planOf(view);
    const status = ok ? 'completed' : 'failed';
    if (view && plan) {
      return ok ? [plan] : [{ sessionUpdate: 'tool_call', toolCallId: call_id, status, content: [textContent(text)], ...this.announced(view) }];
    }
    // Calls that only look run side by side with others: what was written is never theirs.
    const writes = view?.kind === 'read' || view?.kind === 'search' ? [] : this.live.takeWrites();
    const diffs = writes.flatMap((write) => diffOf(write, this.toClient));
    const content = ok && view?.kind === 'edit' && diffs.length > 0 ? diffs : [textContent(text), ...diffs];
    return [{ sessionUpdate: 'tool_call_update', toolCallId: call_id, status, content }];
  }

  private isPlan(id: string): boolean {
    const call = this.calls.get(id);
    return call !== undefined && planOf(call.view) !== undefined;
  }

  private announced(view: ToolView): ReturnType<typeof announce> {
    return announce(view, this.live.cwd, this.toClient);
  }
}

/** Undefined: the run failed, and the editor is told why instead. */
export function stopReasonOf(result: RunResult): StopReason | undefined {
  switch (result.error?.code) {
    case undefined:
    case 'permission_denied':
      return 'end_turn';
    case 'interrupted':
      return 'cancelled';
    case 'max_tokens':
      return 'max_tokens';
    case 'max_turns':
    case 'max_tool_calls':
      return 'max_turn_requests';
    default:
      return undefined;
  }
}
