import { askedText, type Message } from '../contract/message.js';
import type { Session } from '../contract/session.js';
import { oneLine } from '../lib/truncate.js';

/** A session as a document to read. */
export function sessionMarkdown(session: Session): string {
  const head = [`# ${session.title || session.session_id}`, '', `${session.updated_at} · ${session.model} · ${session.cwd} · ${session.session_id}`];
  return [...head, ...session.messages.flatMap(messageMarkdown)].join('\n');
}

function messageMarkdown(message: Message): string[] {
  if (message.role === 'user') return message.auto ? [] : ['', '## Question', '', askedText(message)];
  if (message.role === 'assistant') {
    const calls = message.calls.map((call) => `- \`${call.name}\` ${oneLine(JSON.stringify(call.args), 200)}`);
    return ['', '## Answer', '', ...(message.text ? [message.text] : []), ...(calls.length > 0 ? ['', ...calls] : [])];
  }
  if (message.role === 'tool') {
    const fence = fenceAround(message.text);
    return ['', `<details><summary>${message.name}${message.ok ? '' : ' (failed)'}</summary>`, '', fence, message.text, fence, '</details>'];
  }
  return [];
}

/** Longer than every fence in the text. */
function fenceAround(text: string): string {
  const longest = Math.max(3, ...[...text.matchAll(/`{3,}/g)].map((marks) => marks[0].length));
  return '`'.repeat(longest + 1);
}
