import { randomBytes } from 'node:crypto';
import type { Message, ToolCall } from '../contract/message.js';

/**
 * Calls whose ids no call before them in the history has. Some servers count from `call_0` in every answer; who follows the
 * events could then not tell which call a `tool_finished` belongs to.
 */
export function withFreeIds(calls: readonly ToolCall[], history: readonly Message[]): ToolCall[] {
  const taken = new Set(history.flatMap((message) => (message.role === 'assistant' ? message.calls.map(({ id }) => id) : [])));
  return calls.map((call) => (taken.has(call.id) ? { ...call, id: `call_${randomBytes(6).toString('hex')}` } : call));
}
