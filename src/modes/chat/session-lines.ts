import { askedText } from '../../contract/message.js';
import type { RunResult } from '../../contract/result.js';
import type { Session } from '../../contract/session.js';
import { estimateTokens } from '../../lib/tokens.js';
import { oneLine } from '../../lib/truncate.js';
import type { ChatPorts } from './ports.js';
import type { Screen } from './screen.js';

/** Model, context used of its limit, branch, mode. */
export function statusLine(ports: ChatPorts, session: Session, last: RunResult | undefined, { theme, clean }: Pick<Screen, 'theme' | 'clean'>): string {
  const model = ports.model.current() ?? 'model: first that fits';
  // Of a session that was taken up again the server has not counted anything yet.
  const used =
    last && last.context.used > 0
      ? `${last.context.used}/${last.context.limit}`
      : `${session.messages.length > 0 ? `~${estimate(session)}` : 0}/${ports.model.window()}`;
  return theme.dim([clean(model), `${used} tokens`, clean(ports.branch() ?? ''), ports.mode.current()].filter(Boolean).join(' · '));
}

function estimate({ prompt, messages, compacted }: Session): number {
  const sent = compacted ? [...compacted.messages, ...messages.slice(compacted.replaces)] : messages;
  return estimateTokens([prompt?.system ?? '', JSON.stringify(prompt?.tools ?? []), ...sent.map((message) => message.text)].join(''));
}

/** Title, last question and the end of the last answer, when a session is taken up again. */
export function whereItWasLeft(session: Session, { theme, clean }: Pick<Screen, 'theme' | 'clean'>): string[] {
  const spoken = session.messages.findLast((message) => message.role === 'assistant' && message.text.trim() !== '');
  const question = session.messages.findLast((message) => message.role === 'user' && !message.auto);
  const asked = question?.role === 'user' ? oneLine(clean(askedText(question)), 100) : '';
  const count = `${session.turns} ${session.turns === 1 ? 'question' : 'questions'}`;
  return [
    theme.dim(`session ${session.session_id.slice(0, 8)}: ${clean(session.title)} · ${count}`),
    ...(asked ? [theme.dim(`> ${asked}`)] : []),
    ...(spoken ? [clean(spoken.text.trimEnd().split('\n').slice(-12).join('\n'))] : []),
    ...(session.interrupted ? [theme.warning('the last question was not answered to its end; /retry asks it again')] : []),
  ];
}
