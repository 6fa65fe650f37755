import type { Message } from '../contract/message.js';

/**
 * What is wrong with a history, or undefined: every call has exactly one result, results follow their answer in order,
 * nothing stands between them. A history with an error is never written.
 */
export function historyError(messages: readonly Message[]): string | undefined {
  let open: string[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (open[0] !== message.callId) return `message ${index} is a result of ${message.callId}, expected ${open[0] ?? 'none'}`;
      open = open.slice(1);
      continue;
    }
    if (open.length > 0) return `message ${index} comes before the result of ${open[0]}`;
    if (message.role === 'assistant') open = message.calls.map((call) => call.id);
  }
  return open.length > 0 ? `the result of ${open[0]} is missing` : undefined;
}
