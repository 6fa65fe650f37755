import type { Message, ToolCall } from '../contract/message.js';

/** Results shorter than this are left as they are: a stub would save nothing. */
const WORTH_A_STUB = 240;

/**
 * Replaces tool results between two indexes by stubs that say what stood there, the oldest first, until `enough` is
 * content. Calls and results stay in pairs.
 */
export function stubResults(messages: readonly Message[], from: number, to: number, enough: (messages: readonly Message[]) => boolean): Message[] {
  const out = [...messages];
  for (let index = from; index < to; index++) {
    const message = out[index];
    if (message?.role !== 'tool' || message.text.length < WORTH_A_STUB) continue;
    out[index] = { ...message, text: stubText(message.name, message.text.length, findCall(out, message.callId)) };
    if (enough(out)) break;
  }
  return out;
}

function stubText(name: string, size: number, call: ToolCall | undefined): string {
  const subject = call ? [call.args.path, call.args.pattern, call.args.command, call.args.name].find((value) => typeof value === 'string') : undefined;
  return `[result of ${name}${subject ? ` ${String(subject).slice(0, 120)}` : ''} left out to save room (${size} characters); call it again if you need it]`;
}

function findCall(messages: readonly Message[], id: string): ToolCall | undefined {
  return messages.flatMap((message) => (message.role === 'assistant' ? message.calls : [])).find((call) => call.id === id);
}
