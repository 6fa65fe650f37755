import { oneLine } from './truncate.js';

/** The title of a session until somebody gives it another: its first question. */
export function titleOf(question: string): string {
  return oneLine(question, 60);
}
