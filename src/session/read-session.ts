import { type Session, sessionShape } from '../contract/session.js';
import { historyError } from './check-history.js';

/** The session that a value is, or in words what keeps it from being one. */
export function readSession(value: unknown): Session | string {
  const parsed = sessionShape.safeParse(value);
  if (parsed.success) return historyError(parsed.data.messages) ?? parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join('.');
  return `${place ? `${place}: ` : ''}${issue?.message ?? 'it has another shape'}`;
}
