import { cleanForTerminal } from '../../lib/sanitize.js';
import { oneLine } from '../../lib/truncate.js';

/** What the other program wrote, as it may stand in a message. */
export function label(text: string): string {
  return JSON.stringify(oneLine(cleanForTerminal(text), 200));
}
