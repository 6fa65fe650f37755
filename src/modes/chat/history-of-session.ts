import { askedText } from '../../contract/message.js';
import type { Session } from '../../contract/session.js';
import { titleOf } from '../../lib/title.js';

/** The newest question of the person: where it stands and their own words. */
export function lastQuestion({ messages }: Session): { at: number; asked: string } | undefined {
  const at = messages.findLastIndex((message) => message.role === 'user' && !message.auto);
  const message = messages[at];
  return message?.role === 'user' ? { at, asked: askedText(message) } : undefined;
}

/** Takes the messages from this one on out of a session. */
export function forgetFrom(session: Session, length: number): void {
  const forgotten = session.messages.splice(length);
  // A title made of the first question goes with it; one that a person gave stays.
  const first = length === 0 ? forgotten[0] : undefined;
  if (first?.role === 'user' && session.title === titleOf(askedText(first))) session.title = '';
  session.turns = Math.max(0, session.turns - forgotten.filter((message) => message.role === 'user' && !message.auto).length);
  delete session.interrupted;
  if (session.compacted && session.compacted.replaces > length) delete session.compacted;
}
