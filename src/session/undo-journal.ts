import { dirname } from 'node:path';
import type { PathGuard } from '../contract/security.js';
import type { JournalChange, UndoEntry, UndoJournal, UndoOutcome, UndoSelection } from '../contract/undo.js';
import { sweepTemporaries } from '../lib/temporary-files.js';
import { UndoEntries } from './undo-entries.js';
import { restoreEntry } from './undo-restore.js';
import type { StoredEntry } from './undo-shape.js';

const MOST_ENTRIES = 2000;

export interface UndoJournalOptions {
  /** `<state>/undo`; made when the first change is recorded. */
  folder: string;
  /** Says what may be restored: an entry may have been written by somebody else's project. */
  guard: PathGuard;
  now?(): Date;
  /** Entries that are kept; older ones are dropped when a new one is written. */
  most?: number;
}

/** What changed files were before. An entry is there before the change it describes happens; one whose change never happened restores to nothing. */
export function createUndoJournal({ folder, guard, now = () => new Date(), most = MOST_ENTRIES }: UndoJournalOptions): UndoJournal {
  const entries = new UndoEntries(folder);
  let swept = false;
  /** Once: what killed processes left in the journal, and where they wrote last. */
  const sweep = async (newest: string | undefined): Promise<void> => {
    if (swept) return;
    swept = true;
    await entries.sweep();
    const steps = (newest && (await entries.load(newest))?.steps) || [];
    for (const place of new Set(steps.map((step) => dirname(step.path)))) {
      try {
        await sweepTemporaries(guard.resolve(place, 'list', guard.root));
      } catch {
        // Not in the workspace any more.
      }
    }
  };

  return {
    async record(change) {
      const known = await entries.names();
      const blobs = new Map(change.steps.flatMap(({ content }, index) => (content ? [[index, content] as const] : [])));
      await entries.add(stored(change, guard, now()), blobs, known);
      for (const old of known.slice(0, Math.max(0, known.length + 1 - most))) await entries.remove(old);
      void sweep(known.at(-1)).catch(() => {});
    },
    async undo(selection, { force = false } = {}) {
      const outcomes: UndoOutcome[] = [];
      const blocked = new Set<string>();
      for (const { name, entry } of choose(await entries.all(), selection)) {
        const held = force ? undefined : entry.steps.find((step) => blocked.has(step.path));
        const result = held
          ? { status: 'conflict' as const, reason: `${held.path} has a newer change that could not be undone` }
          : await restoreEntry({ entry, guard, force, read: (blob) => entries.content(name, blob) });
        outcomes.push({ ...summary(name, entry), ...result });
        if (result.status === 'conflict') for (const step of entry.steps) blocked.add(step.path);
        else await entries.remove(name);
      }
      return outcomes;
    },
    list: async () => (await entries.all()).map(({ name, entry }) => summary(name, entry)),
  };
}

/** The change as it is kept: paths as people see them, bytes as numbers of blobs. */
function stored({ steps, ...change }: JournalChange, guard: PathGuard, time: Date): StoredEntry {
  return {
    time: time.toISOString(),
    session_id: change.sessionId,
    kind: change.kind,
    path: guard.display(change.path),
    steps: steps.map(({ content, path, ...states }, index) => ({ ...states, path: guard.display(path), ...(content ? { blob: index } : {}) })),
  };
}

function choose<T extends { entry: StoredEntry }>(newestFirst: readonly T[], selection: UndoSelection): readonly T[] {
  if ('last' in selection) return newestFirst.slice(0, selection.last);
  if ('all' in selection) return newestFirst;
  return newestFirst.filter(({ entry }) => entry.session_id === selection.session || entry.session_id.startsWith(selection.session));
}

function summary(id: string, { time, session_id, path, kind }: StoredEntry): UndoEntry {
  return { id, time, session_id, path, kind };
}
