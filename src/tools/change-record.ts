import { dirname, join } from 'node:path';
import { ToolError } from '../contract/error.js';
import type { PathGuard } from '../contract/security.js';
import type { JournalKind, JournalStep, PathState, UndoRecorder } from '../contract/undo.js';
import { sha256 } from '../lib/hash.js';
import type { FileStore } from './file-store.js';
import type { PathChange } from './patch.js';

export interface ChangeRecordOptions {
  store: FileStore;
  guard: PathGuard;
  sessionId: string;
  /** Absent: nothing is journaled. */
  journal?: UndoRecorder | undefined;
  warn?: ((text: string) => void) | undefined;
}

/** What a path is at one instant, with its bytes when it is a file. */
export interface Snapshot {
  state: PathState;
  content?: Buffer;
}

/** What a run has changed: each path as it was at first, and the journal entries that take changes back. */
export class ChangeRecord {
  private readonly touched = new Map<string, PathChange>();
  private warned = false;

  constructor(private readonly options: ChangeRecordOptions) {}

  /** Before the change it describes happens. A journal that cannot be written is told once, and the change goes on. */
  async journal(kind: JournalKind, path: string, steps: JournalStep[]): Promise<void> {
    const { journal, sessionId, warn } = this.options;
    if (!journal) return;
    try {
      await journal.record({ sessionId, kind, path, steps });
    } catch (error) {
      if (!this.warned) warn?.(`changes cannot be undone: the undo journal cannot be written (${(error as Error).message})`);
      this.warned = true;
    }
  }

  /** The state and bytes of a path now; remembered once, for `changes`. */
  async snapshot(path: string): Promise<Snapshot> {
    const { store, guard } = this.options;
    const stats = await store.lstat(path);
    if (!stats) return this.remember(path, { state: { kind: 'absent' } });
    if (stats.isDirectory()) return { state: { kind: 'folder', mode: stats.mode & 0o7777 } };
    if (stats.isSymbolicLink()) return { state: { kind: 'link', target: await store.readLink(path) } };
    if (!stats.isFile()) throw new ToolError('failed', `${guard.display(path)} is not a regular file`);
    const content = await store.read(path);
    return this.remember(path, { state: fileState(content, stats.mode & 0o7777), content });
  }

  /** Nothing was at this path before the run. */
  rememberAbsent(path: string): void {
    this.remember(path, { state: { kind: 'absent' } });
  }

  /** Makes the folders above `path` that do not exist yet, outermost first. */
  async stepsOfFoldersAbove(path: string): Promise<JournalStep[]> {
    const { store, guard } = this.options;
    const missing: string[] = [];
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
      const stats = await store.lstat(folder);
      if (stats?.isDirectory()) break;
      if (stats) throw new ToolError('failed', `${guard.display(folder)} is a file, not a folder`);
      missing.unshift(folder);
    }
    return missing.map(folderStep);
  }

  /** Removes a path and all below it, in the order of removal. */
  async stepsOfRemoval(path: string): Promise<JournalStep[]> {
    const was = await this.snapshot(path);
    const inner: JournalStep[] = [];
    if (was.state.kind === 'folder') for (const name of await this.options.store.list(path)) inner.push(...(await this.stepsOfRemoval(join(path, name))));
    return [...inner, stepOf(path, was, { kind: 'absent' })];
  }

  /** What the touched paths were before the run, and are now. */
  async changes(): Promise<PathChange[]> {
    const { store } = this.options;
    const result: PathChange[] = [];
    for (const change of [...this.touched.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
      const stats = await store.lstat(change.path).catch(() => undefined);
      if (!stats?.isFile()) result.push(change);
      else result.push({ ...change, after: await store.read(change.path), afterMode: stats.mode & 0o7777 });
    }
    return result;
  }

  private remember(path: string, was: Snapshot): Snapshot {
    if (!this.touched.has(path)) this.touched.set(path, { path, before: was.content, beforeMode: was.state.kind === 'file' ? was.state.mode : undefined });
    return was;
  }
}

export function stepOf(path: string, was: Snapshot, after: PathState): JournalStep {
  return { path, before: was.state, after, ...(was.content ? { content: was.content } : {}) };
}

export function folderStep(path: string): JournalStep {
  return { path, before: { kind: 'absent' }, after: { kind: 'folder', mode: 0o777 & ~process.umask() } };
}

export function fileState(content: Buffer, mode: number): PathState {
  return { kind: 'file', mode, hash: sha256(content), size: content.length };
}
