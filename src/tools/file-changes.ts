import { ToolError } from '../contract/error.js';
import type { PathGuard, PathUse } from '../contract/security.js';
import type { JournalStep } from '../contract/undo.js';
import { sha256 } from '../lib/hash.js';
import { type ChangeRecord, fileState, folderStep, stepOf } from './change-record.js';
import type { FileStore } from './file-store.js';

export interface FileChangesOptions {
  guard: PathGuard;
  /** The guard decides again at the moment of use: throws when it says another thing than when the call was judged. */
  check(path: string, use: PathUse): void;
  store: FileStore;
  record: ChangeRecord;
  /** Display path -> sha-256 of what the model has seen. Changed in place. */
  seen: Record<string, string>;
  /** Told of every file whose content was written. */
  wrote?: ((path: string, before: Buffer | undefined, after: Buffer) => void) | undefined;
}

/** What changes the disk: looked at, checked, journaled, then done. Paths are absolute and passed the guard. */
export class FileChanges {
  constructor(private readonly options: FileChangesOptions) {}

  /** `mode`: that of the file it replaces, or the usual one, when absent. */
  async write(path: string, content: Buffer, mode: number | undefined): Promise<void> {
    const { guard, check, store, record, seen, wrote } = this.options;
    const was = await record.snapshot(path);
    if (was.state.kind === 'folder') throw new ToolError('failed', `${guard.display(path)} is a folder`);
    if (was.state.kind === 'link') throw new ToolError('denied', `${guard.display(path)} is a symbolic link to ${was.state.target}; change that file itself`);
    const oldMode = was.state.kind === 'file' ? was.state.mode : undefined;
    const newMode = mode ?? oldMode ?? 0o666 & ~process.umask();
    if (was.content?.equals(content) && newMode === oldMode) return;
    const steps = [...(await record.stepsOfFoldersAbove(path)), stepOf(path, was, fileState(content, newMode))];
    await record.journal(was.content ? 'modified' : 'created', path, steps);
    await store.write(path, content, newMode);
    check(path, 'write');
    wrote?.(path, was.content, content);
    const name = guard.display(path);
    if (seen[name] !== undefined) seen[name] = sha256(content);
  }

  /** A folder goes with all that is in it. */
  async remove(path: string): Promise<void> {
    const { guard, store, record, seen } = this.options;
    if (!(await store.lstat(path))) throw new ToolError('not_found', `${guard.display(path)} does not exist`);
    const steps = await record.stepsOfRemoval(path);
    this.checkInner(path, steps);
    await record.journal('deleted', path, steps);
    for (const { path: inner, before } of steps) await store.remove(inner, before.kind === 'folder');
    for (const { path: inner } of steps) delete seen[guard.display(inner)];
  }

  async move(from: string, to: string): Promise<void> {
    const { guard, check, store, record } = this.options;
    check(to, 'write');
    const gone = await record.stepsOfRemoval(from);
    this.checkInner(from, gone);
    const there = await record.snapshot(to);
    if (there.state.kind !== 'absent') throw new ToolError('failed', `${guard.display(to)} already exists`);
    const made: JournalStep[] = [];
    for (const { path, before } of [...gone].reverse()) {
      const moved = `${to}${path.slice(from.length)}`;
      if (before.kind !== 'link') check(moved, 'write');
      record.rememberAbsent(moved);
      made.push({ path: moved, before: { kind: 'absent' }, after: before });
    }
    await record.journal('moved', from, [...(await record.stepsOfFoldersAbove(to)), ...made, ...gone]);
    await store.move(from, to);
  }

  async makeFolder(path: string): Promise<void> {
    const { guard, store, record } = this.options;
    const stats = await store.lstat(path);
    if (stats?.isDirectory()) return;
    if (stats) throw new ToolError('failed', `${guard.display(path)} exists and is not a folder`);
    await record.journal('created', path, [...(await record.stepsOfFoldersAbove(path)), folderStep(path)]);
    await store.makeFolder(path);
  }

  /** What lies in a folder may be protected; a link in it is removed, not followed. */
  private checkInner(top: string, steps: readonly JournalStep[]): void {
    for (const { path, before } of steps) if (path !== top && before.kind !== 'link') this.options.check(path, 'delete');
  }
}
