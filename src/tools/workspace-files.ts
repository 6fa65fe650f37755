import type { Stats } from 'node:fs';
import { dirname } from 'node:path';
import type { EditorBuffers } from '../contract/editor.js';
import { ToolError } from '../contract/error.js';
import type { PathGuard } from '../contract/security.js';
import type { FileChange, WorkspaceFiles } from '../contract/tool.js';
import type { JournalKind, JournalStep, PathState, UndoRecorder } from '../contract/undo.js';
import { sha256 } from '../lib/hash.js';
import { createEditorFiles } from './editor-files.js';
import { createDiskFiles, createOverlayFiles, type FileStore } from './file-store.js';
import { asFailure } from './fs-errors.js';
import { buildPatch, listChanges, type PathChange } from './patch.js';

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
  const { guard, sessionId } = options;
  const cwd = options.cwd ?? guard.root;
  const seen = options.seen ?? {};
  const disk = options.editor ? createEditorFiles(createDiskFiles(), options.editor) : createDiskFiles();
  const store: FileStore = options.dryRun ? createOverlayFiles(disk) : disk;
  const touched = new Map<string, PathChange>();
  let warned = false;

  /** The guard decides again at the moment of use: a link may have appeared since the call was judged. */
  const check = (path: string, use: 'read' | 'write' | 'delete' | 'list'): void => {
    if (guard.resolve(path, use) !== path) throw new ToolError('denied', `${guard.display(path)} became a link while the tool was working; try again`);
  };

  const record = async (kind: JournalKind, path: string, steps: JournalStep[]): Promise<void> => {
    if (options.dryRun || !options.journal) return;
    try {
      await options.journal.record({ sessionId, kind, path, steps });
    } catch (error) {
      if (!warned) options.warn?.(`changes cannot be undone: the undo journal cannot be written (${(error as Error).message})`);
      warned = true;
    }
  };

  /** The state and bytes of a path now; remembered once, for `changes` and `patch`. */
  const snapshot = async (path: string): Promise<{ state: PathState; content?: Buffer }> => {
    const stats = await store.lstat(path);
    if (!stats) return remember(path, { state: { kind: 'absent' } });
    if (stats.isDirectory()) return { state: { kind: 'folder', mode: stats.mode & 0o7777 } };
    if (stats.isSymbolicLink()) return { state: { kind: 'link', target: await store.readLink(path) } };
    if (!stats.isFile()) throw new ToolError('failed', `${guard.display(path)} is not a regular file`);
    const content = await store.read(path);
    return remember(path, { state: fileState(content, stats.mode & 0o7777), content });
  };
  const remember = <T extends { state: PathState; content?: Buffer }>(path: string, was: T): T => {
    if (!touched.has(path)) touched.set(path, { path, before: was.content, beforeMode: was.state.kind === 'file' ? was.state.mode : undefined });
    return was;
  };

  /** Folders above `path` that do not exist yet, outermost first. */
  const missingFolders = async (path: string): Promise<string[]> => {
    const missing: string[] = [];
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
      const stats = await store.lstat(folder);
      if (stats?.isDirectory()) break;
      if (stats) throw new ToolError('failed', `${guard.display(folder)} is a file, not a folder`);
      missing.unshift(folder);
    }
    return missing;
  };
  const folderSteps = (folders: readonly string[]): JournalStep[] =>
    folders.map((path) => ({ path, before: { kind: 'absent' }, after: { kind: 'folder', mode: 0o777 & ~process.umask() } }));

  const step = (path: string, was: { state: PathState; content?: Buffer }, after: PathState): JournalStep => ({
    path,
    before: was.state,
    after,
    ...(was.content ? { content: was.content } : {}),
  });

  /** Steps that remove a path and all below it, in the order of removal. */
  const removalSteps = async (path: string): Promise<JournalStep[]> => {
    const was = await snapshot(path);
    const inner: JournalStep[] = [];
    if (was.state.kind === 'folder') for (const name of await store.list(path)) inner.push(...(await removalSteps(`${path}/${name}`)));
    return [...inner, step(path, was, { kind: 'absent' })];
  };

  /** What lies in a folder may be protected; a link in it is removed, not followed. */
  const checkInner = (top: string, steps: readonly JournalStep[]): void => {
    for (const { path, before } of steps) if (path !== top && before.kind !== 'link') check(path, 'delete');
  };

  const guarded = async <T>(path: string, use: 'read' | 'write' | 'delete' | 'list', work: () => Promise<T>): Promise<T> => {
    try {
      check(path, use);
      return await work();
    } catch (error) {
      throw asFailure(error, guard.display(path));
    }
  };

  return {
    resolve: (path, use) => guard.resolve(path, use, cwd),
    display: (path) => guard.display(path),

    stat: (path) =>
      guarded(path, 'list', async () => {
        const stats = await store.lstat(path);
        return stats && { kind: kindOf(stats), size: stats.size, mode: stats.mode & 0o7777, mtimeMs: stats.mtimeMs };
      }),

    read: (path) => guarded(path, 'read', () => store.read(path)),

    readPart: (path, start, length) => guarded(path, 'read', () => store.readPart(path, start, length)),

    write: (path, content, { mode } = {}) =>
      guarded(path, 'write', async () => {
        const was = await snapshot(path);
        if (was.state.kind === 'folder') throw new ToolError('failed', `${guard.display(path)} is a folder`);
        if (was.state.kind === 'link')
          throw new ToolError('denied', `${guard.display(path)} is a symbolic link to ${was.state.target}; change that file itself`);
        const oldMode = was.state.kind === 'file' ? was.state.mode : undefined;
        const newMode = mode ?? oldMode ?? 0o666 & ~process.umask();
        if (was.content?.equals(content) && newMode === oldMode) return;
        const steps = [...folderSteps(await missingFolders(path)), step(path, was, fileState(content, newMode))];
        await record(was.content ? 'modified' : 'created', path, steps);
        await store.write(path, content, newMode);
        check(path, 'write');
        options.wrote?.(path, was.content, content);
        const name = guard.display(path);
        if (seen[name] !== undefined) seen[name] = sha256(content);
      }),

    remove: (path) =>
      guarded(path, 'delete', async () => {
        if (!(await store.lstat(path))) throw new ToolError('not_found', `${guard.display(path)} does not exist`);
        const steps = await removalSteps(path);
        checkInner(path, steps);
        await record('deleted', path, steps);
        for (const { path: inner, before } of steps) await store.remove(inner, before.kind === 'folder');
        for (const { path: inner } of steps) delete seen[guard.display(inner)];
      }),

    move: (from, to) =>
      guarded(from, 'delete', async () => {
        check(to, 'write');
        const gone = await removalSteps(from);
        checkInner(from, gone);
        const there = await snapshot(to);
        if (there.state.kind !== 'absent') throw new ToolError('failed', `${guard.display(to)} already exists`);
        const moved = (path: string): string => `${to}${path.slice(from.length)}`;
        const made: JournalStep[] = [];
        for (const { path, before } of [...gone].reverse()) {
          if (before.kind !== 'link') check(moved(path), 'write');
          remember(moved(path), { state: { kind: 'absent' } });
          made.push({ path: moved(path), before: { kind: 'absent' }, after: before });
        }
        await record('moved', from, [...folderSteps(await missingFolders(to)), ...made, ...gone]);
        await store.move(from, to);
      }),

    makeFolder: (path) =>
      guarded(path, 'write', async () => {
        const stats = await store.lstat(path);
        if (stats?.isDirectory()) return;
        if (stats) throw new ToolError('failed', `${guard.display(path)} exists and is not a folder`);
        await record('created', path, folderSteps([...(await missingFolders(path)), path]));
        await store.makeFolder(path);
      }),

    list: (path) => guarded(path, 'list', async () => (await store.list(path)).sort()),

    overlay: () => store.overlay(),

    markSeen: (path, content) => {
      seen[guard.display(path)] = sha256(content);
    },
    seen: (path, content) => {
      const known = seen[guard.display(path)];
      if (known === undefined) return 'unread';
      return known === sha256(content) ? 'fresh' : 'stale';
    },

    changes: async (): Promise<FileChange[]> => listChanges(await finished(touched, store), guard),
    patch: async () => buildPatch(await finished(touched, store), guard),
  };
}

/** What the touched paths are now, beside what they were. */
async function finished(touched: ReadonlyMap<string, PathChange>, store: FileStore): Promise<PathChange[]> {
  const result: PathChange[] = [];
  for (const change of [...touched.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const stats = await store.lstat(change.path).catch(() => undefined);
    if (!stats?.isFile()) result.push(change);
    else result.push({ ...change, after: await store.read(change.path), afterMode: stats.mode & 0o7777 });
  }
  return result;
}

function fileState(content: Buffer, mode: number): PathState {
  return { kind: 'file', mode, hash: sha256(content), size: content.length };
}

function kindOf(stats: Stats): 'file' | 'directory' | 'other' {
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
}
