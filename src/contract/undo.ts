/** The journal that makes every change of the workspace reversible. Paths are absolute real paths. */

export type PathState =
  | { kind: 'absent' }
  | { kind: 'file'; mode: number; hash: string; size: number }
  | { kind: 'folder'; mode: number }
  | { kind: 'link'; target: string };

/** One path that a change touches. `content`: the bytes before, for files. */
export interface JournalStep {
  path: string;
  before: PathState;
  after: PathState;
  content?: Buffer;
}

export type JournalKind = 'created' | 'modified' | 'deleted' | 'moved';

/** One change as a person understands it: a write with the folders it makes, a move with both its ends. */
export interface JournalChange {
  sessionId: string;
  kind: JournalKind;
  /** The path a person is told. */
  path: string;
  steps: readonly JournalStep[];
}

/** The port of whoever changes files. `record` returns when the entry is on disk: only then may the change happen. */
export interface UndoRecorder {
  record(change: JournalChange): Promise<void>;
}

/** What `undo --list` prints. `path` is relative to the root where it can be. */
export interface UndoEntry {
  id: string;
  time: string;
  session_id: string;
  path: string;
  kind: JournalKind;
}

export type UndoSelection = { last: number } | { all: true } | { session: string };

/** `unchanged`: the change never happened or was taken back by hand. `conflict`: changed since, left alone. */
export interface UndoOutcome extends UndoEntry {
  status: 'restored' | 'unchanged' | 'conflict';
  /** Why it was left alone, for a person. */
  reason?: string;
  /** What force would do to files that changed since. */
  diff?: string;
}

export interface UndoJournal extends UndoRecorder {
  /** Newest first. */
  list(): Promise<UndoEntry[]>;
  /** Newest first; an entry whose files changed since is left alone, and so is every older one of the same paths. */
  undo(selection: UndoSelection, options?: { force?: boolean }): Promise<UndoOutcome[]>;
}
