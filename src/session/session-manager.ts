import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { OCodeError } from '../contract/error.js';
import type { Session, SessionStore, SessionSummary } from '../contract/session.js';
import { writeFileAtomic } from '../lib/atomic-file.js';
import { historyError } from './check-history.js';
import { readSession } from './read-session.js';
import { newSessionId } from './session-id.js';
import { withFileLock } from './session-lock.js';

export interface SessionManagerOptions {
  /** `<state>/sessions`. */
  folder: string;
  /** --ephemeral: nothing is written. */
  ephemeral?: boolean;
  /** Masks secrets in what is written. */
  mask?: (text: string) => string;
}

/** Sessions of one project: JSON files, written whole, atomically and synced. */
export class SessionManager implements SessionStore {
  private warned = false;
  /** Files as this process last read or wrote them, by session. */
  private readonly seen = new Map<string, string>();

  constructor(private readonly options: SessionManagerOptions) {}

  /** A new session, not yet written. Throws OCodeError `session` when the id is taken. */
  create(start: { cwd: string; model: string; provider: string; id?: string }): Session {
    if (start.id) this.refuseTaken(start.id);
    const now = new Date().toISOString();
    return {
      schema_version: 1,
      session_id: start.id ?? newSessionId(),
      title: '',
      created_at: now,
      updated_at: now,
      cwd: start.cwd,
      model: start.model,
      provider: start.provider,
      turns: 0,
      messages: [],
      usage: { input_tokens: 0, output_tokens: 0 },
    };
  }

  /** Writes the session as it is. A state folder that cannot be written is a warning, once: the answer matters more. */
  async save(session: Session): Promise<{ warning?: string }> {
    if (this.options.ephemeral) return {};
    const broken = historyError(session.messages);
    if (broken) throw new Error(`a broken history must not be saved: ${broken}`);
    session.updated_at = new Date().toISOString();
    try {
      return await withFileLock(this.file(session.session_id), () => this.write(session));
    } catch (error) {
      if (this.warned) return {};
      this.warned = true;
      return { warning: `the session could not be saved in ${this.options.folder}: ${(error as Error).message}` };
    }
  }

  /** Is there a session (sound or damaged) with exactly this id? */
  has(id: string): boolean {
    return this.ids().includes(id);
  }

  /** Another process may have gone on with the same session: then this conversation goes on under a name of its own, and neither loses a word. */
  private async write(session: Session): Promise<{ warning?: string }> {
    const old = session.session_id;
    const seen = this.seen.get(old);
    const now = stampOf(this.file(old));
    const taken = seen !== undefined && now !== undefined && seen !== now;
    if (taken) {
      session.forked_from = old;
      session.session_id = newSessionId();
    }
    const file = this.file(session.session_id);
    await writeFileAtomic(file, this.serialise(session), { mode: 0o600 });
    this.seen.set(session.session_id, stampOf(file) ?? '');
    return taken ? { warning: `another process went on with session ${old}; this conversation is kept as ${session.session_id}` } : {};
  }

  /** Loads by id or by a prefix that only one session has. Throws OCodeError `session`: not found, ambiguous, damaged. */
  load(idOrPrefix: string): Session {
    return this.read(this.idOf(idOrPrefix));
  }

  private idOf(idOrPrefix: string): string {
    const wanted = idOrPrefix.trim().toLowerCase();
    const matches = wanted === '' ? [] : this.ids().filter((id) => id.toLowerCase().startsWith(wanted));
    const exact = matches.find((id) => id.toLowerCase() === wanted);
    const id = exact ?? (matches.length === 1 ? matches[0] : undefined);
    if (id) return id;
    if (matches.length > 1) {
      throw new OCodeError('session', `"${idOrPrefix}" is the beginning of ${matches.length} sessions: ${matches.slice(0, 5).join(', ')}`, {
        hint: 'write more of the id',
      });
    }
    throw new OCodeError('session', `there is no session "${idOrPrefix}" in this project`, { hint: 'ocode sessions list shows the sessions of this project' });
  }

  /** The session that was written last. Throws OCodeError `session` when there is none, or when it is damaged (naming the newest sound one). */
  latest(): Session {
    const newest = this.byTime()[0];
    if (!newest) throw new OCodeError('session', 'there is no session in this project to continue', { hint: 'start one: ocode -p "…"' });
    return this.read(newest.id);
  }

  /** A copy under a new id, not yet written. Throws OCodeError `session` when the id is taken. */
  fork(session: Session, id?: string): Session {
    if (id) this.refuseTaken(id);
    const copy = structuredClone(session);
    const now = new Date().toISOString();
    return { ...copy, session_id: id ?? newSessionId(), forked_from: session.session_id, created_at: now, updated_at: now };
  }

  /** Sound sessions, newest first, and the files that are damaged. */
  list(): { sessions: SessionSummary[]; damaged: string[] } {
    const sessions: SessionSummary[] = [];
    const damaged: string[] = [];
    for (const { id } of this.byTime()) {
      const found = this.tryRead(id);
      if (typeof found === 'string') damaged.push(this.file(id));
      else sessions.push(summarise(found));
    }
    sessions.sort((a, b) => b.updated_at.localeCompare(a.updated_at));
    return { sessions, damaged };
  }

  /** Deletes by id or prefix, as `load` finds it. A damaged one only by its whole id: what is in it cannot be shown before it is gone. Returns the id. */
  async delete(idOrPrefix: string): Promise<string> {
    const id = this.idOf(idOrPrefix);
    const isExact = id.toLowerCase() === idOrPrefix.trim().toLowerCase();
    if (!isExact) this.read(id);
    await unlink(this.file(id));
    return id;
  }

  /** Removes sessions older than `days`, never the newest; returns their ids. Damaged files are left alone. */
  async cleanup(days: number, now = Date.now()): Promise<string[]> {
    const limit = now - days * 86_400_000;
    const old = this.list()
      .sessions.slice(1)
      .filter((session) => Date.parse(session.updated_at) < limit);
    for (const session of old) await unlink(this.file(session.session_id));
    return old.map((session) => session.session_id);
  }

  file(id: string): string {
    return join(this.options.folder, `${id}.json`);
  }

  private read(id: string): Session {
    // Before it is read: what is written in between must count as a change.
    const stamp = stampOf(this.file(id));
    if (stamp !== undefined) this.seen.set(id, stamp);
    const found = this.tryRead(id);
    if (typeof found !== 'string') return found;
    const sound = this.byTime().find((other) => other.id !== id && typeof this.tryRead(other.id) !== 'string');
    throw new OCodeError('session', `the session file ${this.file(id)} is damaged: ${found}`, {
      hint: sound ? `the newest sound session is ${sound.id}: ocode -r ${sound.id}` : 'no other session of this project is sound; start a new one',
    });
  }

  private refuseTaken(id: string): void {
    if (!existsSync(this.file(id))) return;
    throw new OCodeError('session', `there is a session ${id} already`, { hint: `continue it with -r ${id}, or choose another id` });
  }

  /** The session, or what is wrong with its file. */
  private tryRead(id: string): Session | string {
    try {
      const read = readSession(JSON.parse(readFileSync(this.file(id), 'utf8')));
      // The name of the file counts: a copy of a session under another name is another session.
      return typeof read === 'string' ? read : { ...read, session_id: id };
    } catch (error) {
      return (error as Error).message;
    }
  }

  private ids(): string[] {
    try {
      return readdirSync(this.options.folder)
        .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
        .map((name) => name.slice(0, -'.json'.length));
    } catch {
      return [];
    }
  }

  /** By the time the file was written: a damaged file has no other. */
  private byTime(): Array<{ id: string; time: number }> {
    return this.ids()
      .flatMap((id) => {
        const info = statSync(this.file(id), { throwIfNoEntry: false });
        return info ? [{ id, time: info.mtimeMs }] : [];
      })
      .sort((a, b) => b.time - a.time);
  }

  /** Masks the strings one by one, so that the file stays valid JSON whatever a mask puts in. */
  private serialise(session: Session): string {
    const { mask } = this.options;
    return `${JSON.stringify(session, mask ? (_, value) => (typeof value === 'string' ? mask(value) : value) : undefined, 1)}\n`;
  }
}

function summarise(session: Session): SessionSummary {
  const { session_id, title, updated_at, model, turns, cwd } = session;
  return { session_id, title, updated_at, model, turns, cwd };
}

/** Another file, or another content, has another stamp: every write makes a new file. */
function stampOf(file: string): string | undefined {
  const info = statSync(file, { throwIfNoEntry: false });
  return info && `${info.ino} ${info.mtimeMs} ${info.size}`;
}
