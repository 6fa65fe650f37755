import { OCodeError } from '../contract/error.js';
import type { Session } from '../contract/session.js';
import { checkSessionId } from '../session/session-id.js';
import type { Workbench } from './compose.js';
import type { RootOptions } from './options.js';

/** The session that flags ask for (-c, -r, --fork, --session-id), else a new one. Throws OCodeError `usage` or `session`. */
export function openSession(bench: Workbench, options: RootOptions): Session {
  const { sessions, places } = bench;
  const id = options.sessionId === undefined ? undefined : checkSessionId(options.sessionId);
  if (options.continue && options.resume !== undefined)
    throw new OCodeError('usage', '-c and -r exclude each other', { hint: '-c takes the newest session, -r the one you name' });
  if (id && !options.fork && (options.continue || options.resume !== undefined))
    throw new OCodeError('usage', '--session-id names a new session, and this one has an id', { hint: 'add --fork, or leave --session-id out' });
  const old = options.resume !== undefined ? sessions.load(options.resume) : options.continue ? sessions.latest() : undefined;
  if (options.fork && !old) throw new OCodeError('usage', '--fork needs a session to branch off', { hint: 'add -c or -r <id>' });
  if (old) return options.fork ? sessions.fork(old, id) : old;
  return sessions.create({ cwd: places.cwd, model: '', provider: '', ...(id ? { id } : {}) });
}
