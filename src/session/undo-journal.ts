import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PathGuard } from '../contract/security.js';
import type { JournalChange, UndoEntry, UndoJournal, UndoOutcome, UndoSelection } from '../contract/undo.js';
import { makeFolder } from '../lib/make-folder.js';
import { sweepTemporaries } from '../lib/temporary-files.js';
import { restoreEntry } from './undo-restore.js';
import { entryShape, type StoredEntry } from './undo-shape.js';

/** Older entries are dropped when a new one is written. */
const MAX_ENTRIES = 2000;
const ENTRY_NAME = /^\d{10}-[0-9a-f]{8}$/;
/** Entries that are being written or removed; a killed process leaves them. */
const COMING = '.tmp';
const GOING = '.gone';
const HOUR = 3_600_000;

export interface UndoJournalOptions {
  /** `<state>/undo`; made when the first change is recorded. */
  folder: string;
  /** Says what may be restored: an entry may have been written by somebody else's project. */
  guard: PathGuard;
  now?(): Date;
}

/**
 * A journal of folders: `<folder>/<sequence>-<random>/` with `entry.json` and the bytes from before in numbered files.
 * An entry is written under a temporary name, synced and renamed before the change it describes happens, so a kill at any
 * instant leaves either no entry or a whole one; one whose change never happened restores to nothing. Several processes may write.
 */
export function createUndoJournal({ folder, guard, now = () => new Date() }: UndoJournalOptions): UndoJournal {
  const names = async (): Promise<string[]> => (await readdir(folder).catch(() => [])).filter((name) => ENTRY_NAME.test(name)).sort();

  const load = async (name: string): Promise<StoredEntry | undefined> => {
    try {
      return entryShape.parse(JSON.parse(await readFile(join(folder, name, 'entry.json'), 'utf8')));
    } catch {
      // Damaged from outside: it cannot be undone, and must not keep the others from it.
      return undefined;
    }
  };

  /** Newest first. */
  const entries = async (): Promise<Array<{ name: string; entry: StoredEntry }>> => {
    const found: Array<{ name: string; entry: StoredEntry }> = [];
    for (const name of (await names()).reverse()) {
      const entry = await load(name);
      if (entry) found.push({ name, entry });
    }
    return found;
  };

  let swept = false;
  /** Once: what killed processes left in the journal, and where they wrote last. */
  const sweep = async (newest: string | undefined): Promise<void> => {
    if (swept) return;
    swept = true;
    await sweepJournal(folder);
    const steps = (newest && (await load(newest))?.steps) || [];
    for (const place of new Set(steps.map((step) => dirname(step.path)))) {
      try {
        await sweepTemporaries(guard.resolve(place, 'list', guard.root));
      } catch {
        // Not in the workspace any more.
      }
    }
  };

  const record = async (change: JournalChange): Promise<void> => {
    await makeFolder(folder, { mode: 0o700 });
    const known = await names();
    const sequence = Number.parseInt(known.at(-1) ?? '0', 10) + 1;
    const name = `${String(sequence).padStart(10, '0')}-${randomBytes(4).toString('hex')}`;
    const temporary = join(folder, `.${name}${COMING}`);
    await mkdir(temporary, { mode: 0o700 });
    try {
      const steps = change.steps.map(({ content, path, ...states }, index) => ({ ...states, path: guard.display(path), ...(content ? { blob: index } : {}) }));
      for (const [index, step] of change.steps.entries()) if (step.content) await writeSynced(join(temporary, String(index)), step.content);
      const entry: StoredEntry = { time: now().toISOString(), session_id: change.sessionId, kind: change.kind, path: guard.display(change.path), steps };
      await writeSynced(join(temporary, 'entry.json'), JSON.stringify(entry));
      await syncFolder(temporary);
      await rename(temporary, join(folder, name));
      await syncFolder(folder);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
    for (const old of known.slice(0, Math.max(0, known.length + 1 - MAX_ENTRIES))) await forget(old);
    void sweep(known.at(-1)).catch(() => {});
  };

  /** In one instant: half an entry must not be found when the process is killed meanwhile. */
  const forget = async (name: string): Promise<void> => {
    const going = join(folder, `.${name}${GOING}`);
    await rename(join(folder, name), going).catch((error: NodeJS.ErrnoException) => {
      // Another process took the same change back.
      if (error.code !== 'ENOENT') throw error;
    });
    await rm(going, { recursive: true, force: true });
  };

  const undo = async (selection: UndoSelection, { force = false }: { force?: boolean } = {}): Promise<UndoOutcome[]> => {
    const outcomes: UndoOutcome[] = [];
    const blocked = new Set<string>();
    for (const { name, entry } of choose(await entries(), selection)) {
      const held = force ? undefined : entry.steps.find((step) => blocked.has(step.path));
      const result = held
        ? { status: 'conflict' as const, reason: `${held.path} has a newer change that could not be undone` }
        : await restoreEntry({ entry, guard, force, read: (blob) => readFile(join(folder, name, String(blob))) });
      outcomes.push({ ...summary(name, entry), ...result });
      if (result.status === 'conflict') for (const step of entry.steps) blocked.add(step.path);
      else await forget(name);
    }
    return outcomes;
  };

  return { record, undo, list: async () => (await entries()).map(({ name, entry }) => summary(name, entry)) };
}

function choose<T extends { entry: StoredEntry }>(newestFirst: readonly T[], selection: UndoSelection): readonly T[] {
  if ('last' in selection) return newestFirst.slice(0, selection.last);
  if ('all' in selection) return newestFirst;
  return newestFirst.filter(({ entry }) => entry.session_id === selection.session || entry.session_id.startsWith(selection.session));
}

function summary(id: string, { time, session_id, path, kind }: StoredEntry): UndoEntry {
  return { id, time, session_id, path, kind };
}

/** Entries that were never finished or never quite removed, once they are so old that nobody is at work on them. */
async function sweepJournal(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('.') || !(name.endsWith(COMING) || name.endsWith(GOING))) continue;
    const { mtimeMs } = await stat(join(folder, name));
    if (Math.abs(Date.now() - mtimeMs) > HOUR) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function writeSynced(path: string, content: Buffer | string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  try {
    const handle = await open(path, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Some systems cannot open folders; the rename is still atomic.
  }
}
