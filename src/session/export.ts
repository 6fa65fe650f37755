import { askedText, type Message } from '../contract/message.js';
import type { Session } from '../contract/session.js';

/** A session as a document to read. */
export function sessionMarkdown(session: Session): string {
  const head = [`# ${session.title || session.session_id}`, '', `${session.updated_at} · ${session.model} · ${session.cwd} · ${session.session_id}`];
  return [...head, ...session.messages.flatMap(messageMarkdown)].join('\n');
}

function messageMarkdown(message: Message): string[] {
  if (message.role === 'user') return message.auto ? [] : ['', '## Question', '', askedText(message)];
  if (message.role === 'assistant') {
    const calls = message.calls.map((call) => `- \`${call.name}\` ${fenceFree(JSON.stringify(call.args))}`);
    return ['', '## Answer', '', ...(message.text ? [message.text] : []), ...(calls.length > 0 ? ['', ...calls] : [])];
  }
  if (message.role === 'tool')
    return ['', `<details><summary>${message.name}${message.ok ? '' : ' (failed)'}</summary>`, '', '````', message.text, '````', '</details>'];
  return [];
}

function fenceFree(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
