import type { Stats } from 'node:fs';
import type { EditorBuffers } from '../contract/editor.js';
import { ToolError } from '../contract/error.js';
import type { PathGuard, PathUse } from '../contract/security.js';
import type { WorkspaceFiles } from '../contract/tool.js';
import type { UndoRecorder } from '../contract/undo.js';
import { sha256 } from '../lib/hash.js';
import { ChangeRecord } from './change-record.js';
import { createEditorFiles } from './editor-files.js';
import { FileChanges } from './file-changes.js';
import { createDiskFiles, type FileStore } from './file-store.js';
import { asFailure } from './fs-errors.js';
import { OverlayFiles } from './overlay-files.js';
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
  const store: FileStore = options.dryRun ? new OverlayFiles(disk) : disk;
  const { sessionId, warn } = options;
  const record = new ChangeRecord({ store, guard, sessionId, warn, journal: options.dryRun ? undefined : options.journal });
  const { check, guarded } = atUse(guard);
  const changes = new FileChanges({ guard, check, store, record, seen, wrote: options.wrote });
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
    write: (path, content, { mode } = {}) => guarded(path, 'write', () => changes.write(path, bytesOf(content), mode)),
    remove: (path) => guarded(path, 'delete', () => changes.remove(path)),
    move: (from, to) => guarded(from, 'delete', () => changes.move(from, to)),
    makeFolder: (path) => guarded(path, 'write', () => changes.makeFolder(path)),
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

/** Plugins are not always typed: what is neither text nor bytes must not get as far as the journal. */
function bytesOf(content: unknown): Buffer {
  if (typeof content === 'string') return Buffer.from(content);
  if (content instanceof Uint8Array) return Buffer.isBuffer(content) ? content : Buffer.from(content);
  throw new ToolError('failed', 'the content of a file must be text or bytes');
}

function kindOf(stats: Stats): 'file' | 'directory' | 'other' {
  return stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
}
