import type { SessionUpdate, StopReason, ToolKind } from '@agentclientprotocol/sdk';
import type { EngineEvent } from '../contract/event.js';
import type { Message } from '../contract/message.js';
import type { RunResult } from '../contract/result.js';
import { oneLine } from '../lib/truncate.js';

/** What an editor is told of one event; undefined for events that only matter inside. */
export function updateOf(event: EngineEvent): SessionUpdate | undefined {
  if ('parent_id' in event && event.parent_id !== undefined) return undefined;
  switch (event.type) {
    case 'text_delta':
      return { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: event.text } };
    case 'thinking_delta':
      return { sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: event.text } };
    case 'tool_requested': {
      const { id, name, args } = event.call;
      return name === 'plan'
        ? planOf(args)
        : { sessionUpdate: 'tool_call', toolCallId: id, title: titleOf(name, args), kind: kindOf(name), status: 'pending', rawInput: args };
    }
    case 'tool_decided':
      return event.allowed ? { sessionUpdate: 'tool_call_update', toolCallId: event.call_id, status: 'in_progress' } : undefined;
    case 'tool_finished':
      return {
        sessionUpdate: 'tool_call_update',
        toolCallId: event.call_id,
        status: event.ok ? 'completed' : 'failed',
        content: [{ type: 'content', content: { type: 'text', text: event.text } }],
      };
    default:
      return undefined;
  }
}

/** The words of a loaded session, told again. */
export function replayOf(message: Message): SessionUpdate[] {
  if (message.role === 'user' && !message.auto) return [{ sessionUpdate: 'user_message_chunk', content: { type: 'text', text: message.text } }];
  if (message.role !== 'assistant') return [];
  const calls = message.calls.map(
    (call): SessionUpdate => ({
      sessionUpdate: 'tool_call',
      toolCallId: call.id,
      title: titleOf(call.name, call.args),
      kind: kindOf(call.name),
      status: 'completed',
      rawInput: call.args,
    }),
  );
  return [...(message.text ? [{ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: message.text } } satisfies SessionUpdate] : []), ...calls];
}

export function stopReasonOf(result: RunResult): StopReason {
  switch (result.error?.code) {
    case undefined:
      return 'end_turn';
    case 'interrupted':
      return 'cancelled';
    case 'max_tokens':
      return 'max_tokens';
    case 'max_turns':
    case 'max_tool_calls':
      return 'max_turn_requests';
    case 'permission_denied':
      return 'end_turn';
    default:
      return 'refusal';
  }
}

export function titleOf(name: string, args: Record<string, unknown>): string {
  const subject = [args.path, args.pattern, args.command, args.name, args.query].find((each) => typeof each === 'string');
  return subject === undefined ? name : `${name} ${oneLine(String(subject), 100)}`;
}

const KINDS: Readonly<Record<string, ToolKind>> = {
  read: 'read',
  ls: 'read',
  glob: 'search',
  grep: 'search',
  find_symbol: 'search',
  find_references: 'search',
  edit: 'edit',
  write: 'edit',
  file_ops: 'edit',
  bash: 'execute',
  run_tests: 'execute',
  fetch: 'fetch',
  think: 'think',
};

export function kindOf(name: string): ToolKind {
  return KINDS[name] ?? 'other';
}

/** The todo list of the `plan` tool, in whichever of its usual shapes. */
function planOf(args: Record<string, unknown>): SessionUpdate {
  const list = Object.values(args).find(Array.isArray) ?? [];
  return {
    sessionUpdate: 'plan',
    entries: list.map((item: unknown) => {
      const entry = typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : { text: item };
      const status = String(entry.status ?? 'pending');
      return {
        content: String(entry.text ?? entry.content ?? entry.step ?? entry.task ?? ''),
        priority: 'medium' as const,
        status: status === 'done' || status === 'completed' ? ('completed' as const) : status === 'pending' ? ('pending' as const) : ('in_progress' as const),
      };
    }),
  };
}
