import type { SessionUpdate } from '@agentclientprotocol/sdk';
import { askedText, type Message, type ToolMessage } from '../../contract/message.js';
import { planOf } from './plan.js';
import type { AcpSession } from './ports.js';
import { announce, textContent } from './tool-view.js';

/** A loaded session told again: what was asked, said and done, without what ocode put around the questions. The plan is its last state. */
export function replayOf(messages: readonly Message[], live: Pick<AcpSession, 'cwd' | 'look'>, toClient: (path: string) => string): SessionUpdate[] {
  const results = new Map(messages.flatMap((message): Array<[string, ToolMessage]> => (message.role === 'tool' ? [[message.callId, message]] : [])));
  let plan: SessionUpdate | undefined;
  const updates = messages.flatMap((message): SessionUpdate[] => {
    if (message.role === 'user') return message.auto ? [] : [chunk('user_message_chunk', askedText(message))];
    if (message.role !== 'assistant') return [];
    const calls = message.calls.flatMap((call): SessionUpdate[] => {
      const view = live.look(call);
      const result = results.get(call.id);
      const written = result?.ok ? planOf(view) : undefined;
      if (written) {
        plan = written;
        return [];
      }
      const shown = announce(view, live.cwd, toClient);
      const content = result ? { content: [textContent(result.text)] } : {};
      return [{ sessionUpdate: 'tool_call', toolCallId: call.id, status: result?.ok ? 'completed' : 'failed', rawInput: view.args, ...shown, ...content }];
    });
    return [
      ...(message.thinking ? [chunk('agent_thought_chunk', message.thinking)] : []),
      ...(message.text ? [chunk('agent_message_chunk', message.text)] : []),
      ...calls,
    ];
  });
  return plan ? [...updates, plan] : updates;
}

function chunk(sessionUpdate: 'user_message_chunk' | 'agent_message_chunk' | 'agent_thought_chunk', text: string): SessionUpdate {
  return { sessionUpdate, content: { type: 'text', text } };
}
