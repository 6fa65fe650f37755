import { OCodeError } from '../contract/error.js';
import type { Session } from '../contract/session.js';
import { readSession } from './read-session.js';

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
  const read = readSession(raw);
  if (typeof read === 'string') throw new OCodeError('session', `${file} is not a session: ${read}`);
  return read;
}
