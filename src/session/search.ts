import { askedText, type Message } from '../contract/message.js';
import type { Session } from '../contract/session.js';
import { oneLine } from '../lib/truncate.js';

const AROUND = 50;

/**
 * Places of a session that hold all of the words (title, questions, answers, tool calls and results), each with what stands
 * around the first word. What ocode itself puts around a question, or says in between, is no place.
 */
export function searchSession(session: Session, query: string): string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return [session.title, ...session.messages.flatMap(textsOf)].flatMap((text) => {
    const lower = text.toLowerCase();
    const at = lower.indexOf(words[0] ?? '\0');
    return at >= 0 && words.every((word) => lower.includes(word)) ? [oneLine(text.slice(Math.max(0, at - AROUND), at + AROUND), 2 * AROUND)] : [];
  });
}

function textsOf(message: Message): string[] {
  if (message.role === 'system') return [];
  if (message.role === 'user') return message.auto ? [] : [askedText(message)];
  return [message.text, ...(message.role === 'assistant' ? message.calls.map((call) => `${call.name} ${JSON.stringify(call.args)}`) : [])];
}
