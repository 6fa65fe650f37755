import { OCodeError } from '../contract/error.js';
import { type Session, sessionShape } from '../contract/session.js';
import { historyError } from './check-history.js';

/** A session from the text of an exported file. Throws OCodeError `session` that says what does not fit. */
export function readImport(file: string, text: string): Session {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (cause) {
    throw new OCodeError('session', `${file} is not a session: ${(cause as Error).message}`, {
      cause,
      hint: 'give a file made by ocode sessions export --format json',
    });
  }
  const parsed = sessionShape.safeParse(raw);
  const problem = parsed.success ? historyError(parsed.data.messages) : `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`;
  if (!parsed.success || problem) throw new OCodeError('session', `${file} is not a session: ${problem}`);
  return parsed.data;
}
