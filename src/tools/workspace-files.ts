import type { Stats } from 'node:fs';
import type { EditorBuffers } from '../contract/editor.js';
import { ToolError } from '../contract/error.js';
import type { PathGuard, PathUse } from '../contract/security.js';
import type { WorkspaceFiles } from '../contract/tool.js';
import type { JournalStep, UndoRecorder } from '../contract/undo.js';
import { sha256 } from '../lib/hash.js';
import { ChangeRecord, fileState, folderStep, stepOf } from './change-record.js';
import { createEditorFiles } from './editor-files.js';
import { createDiskFiles, createOverlayFiles, type FileStore } from './file-store.js';
import { asFailure } from './fs-errors.js';
import { buildPatch, listChanges } from './patch.js';

export interface WorkspaceFilesOptions {
  guard: PathGuard;
  /** Absent: nothing is journaled (dry run, tests). */
  journal?: UndoRecorder;
  /** Changes stay in memory; later reads see them. */
  dryRun?: boolean;
  sessionId: string;
  /** The folder relative paths are meant from; the root when absent. */
  cwd?: string;
  /** `seen_files` of the session: display path -> sha-256. Changed in place. */
  seen?: Record<string, string>;
  /** The person's editor, where it holds the files too. */
  editor?: EditorBuffers;
  /** Told of every file whose content was written; `before` is absent for a new one. */
  wrote?(path: string, before: Buffer | undefined, after: Buffer): void;
  /** Told once when the journal cannot be written. The change goes on: losing undo is better than losing the work. */
  warn?(text: string): void;
}

/**
 * Files of the workspace as tools see them: every path passes the guard again when it is used, every change is journaled
 * before it happens, and a dry run keeps its changes in memory. One instance lives as long as one run.
 */
export function createWorkspaceFiles(options: WorkspaceFilesOptions): WorkspaceFiles {
  const { guard } = options;
  const seen = options.seen ?? {};
  const disk = options.editor ? createEditorFiles(createDiskFiles(), options.editor) : createDiskFiles();
  const store: FileStore = options.dryRun ? createOverlayFiles(disk) : disk;
  const { sessionId, warn } = options;
  const record = new ChangeRecord({ store, guard, sessionId, warn, journal: options.dryRun ? undefined : options.journal });
  const { guarded } = atUse(guard);
  return {
    resolve: (path, use) => guard.resolve(path, use, options.cwd ?? guard.root),
    display: (path) => guard.display(path),
    stat: (path) =>
      guarded(path, 'list', async () => {
        const stats = await store.lstat(path);
        return stats && { kind: kindOf(stats), size: stats.size, mode: stats.mode & 0o7777, mtimeMs: stats.mtimeMs };
      }),
    read: (path) => guarded(path, 'read', () => store.read(path)),
    readPart: (path, start, length) => guarded(path, 'read', () => store.readPart(path, start, length)),
    list: (path) => guarded(path, 'list', async () => (await store.list(path)).sort()),
    ...changers({ ...options, seen, store, record }),
    overlay: () => store.overlay(),
    markSeen: (path, content) => {
      seen[guard.display(path)] = sha256(content);
    },
    seen: (path, content) => {
      const known = seen[guard.display(path)];
      if (known === undefined) return 'unread';
      return known === sha256(content) ? 'fresh' : 'stale';
    },
    changes: async () => listChanges(await record.changes(), guard),
    patch: async () => buildPatch(await record.changes(), guard),
  };
}

interface Changing extends WorkspaceFilesOptions {
  seen: Record<string, string>;
  store: FileStore;
  record: ChangeRecord;
}

/** What changes the disk: looked at, checked, journaled, then done. */
function changers({ guard, seen, store, record, wrote }: Changing): Pick<WorkspaceFiles, 'write' | 'remove' | 'move' | 'makeFolder'> {
  const { check, guarded } = atUse(guard);

  /** What lies in a folder may be protected; a link in it is removed, not followed. */
  const checkInner = (top: string, steps: readonly JournalStep[]): void => {
    for (const { path, before } of steps) if (path !== top && before.kind !== 'link') check(path, 'delete');
  };

  const write = async (path: string, content: Buffer, mode: number | undefined): Promise<void> => {
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
  };

  const remove = async (path: string): Promise<void> => {
    if (!(await store.lstat(path))) throw new ToolError('not_found', `${guard.display(path)} does not exist`);
    const steps = await record.stepsOfRemoval(path);
    checkInner(path, steps);
    await record.journal('deleted', path, steps);
    for (const { path: inner, before } of steps) await store.remove(inner, before.kind === 'folder');
    for (const { path: inner } of steps) delete seen[guard.display(inner)];
  };

  const move = async (from: string, to: string): Promise<void> => {
    check(to, 'write');
    const gone = await record.stepsOfRemoval(from);
    checkInner(from, gone);
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
  };

  const makeFolder = async (path: string): Promise<void> => {
    const stats = await store.lstat(path);
    if (stats?.isDirectory()) return;
    if (stats) throw new ToolError('failed', `${guard.display(path)} exists and is not a folder`);
    await record.journal('created', path, [...(await record.stepsOfFoldersAbove(path)), folderStep(path)]);
    await store.makeFolder(path);
  };

  return {
    write: (path, content, { mode } = {}) => guarded(path, 'write', () => write(path, content, mode)),
    remove: (path) => guarded(path, 'delete', () => remove(path)),
    move: (from, to) => guarded(from, 'delete', () => move(from, to)),
    makeFolder: (path) => guarded(path, 'write', () => makeFolder(path)),
  };
}

/** The guard decides again at the moment of use: a link may have appeared since the call was judged. */
function atUse(guard: PathGuard) {
  const check = (path: string, use: PathUse): void => {
    if (guard.resolve(path, use) !== path) throw new ToolError('denied', `${guard.display(path)} became a link while the tool was working; try again`);
  };
  const guarded = async <T>(path: string, use: PathUse, work: () => Promise<T>): Promise<T> => {
    try {
      check(path, use);
      return await work();
    } catch (error) {
      throw asFailure(error, guard.display(path));
    }
  };
  return { check, guarded };
}

function kindOf(stats: Stats): 'file' | 'directory' | 'other' {
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
}
