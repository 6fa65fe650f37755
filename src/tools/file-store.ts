import { constants, type Stats } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, readlink, rename, rmdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ToolError } from '../contract/error.js';
import { writeFileAtomic } from '../lib/atomic-file.js';

/** Larger files are not read whole: the tools that need all of a file say so instead. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

/** The few things done to files, on disk or in memory. Paths are absolute and already allowed. */
export interface FileStore {
  /** Undefined when there is nothing. Does not follow links. */
  lstat(path: string): Promise<Stats | undefined>;
  readLink(path: string): Promise<string>;
  read(path: string): Promise<Buffer>;
  readPart(path: string, start: number, length: number): Promise<Buffer>;
  /** Names in a folder. */
  list(path: string): Promise<string[]>;
  write(path: string, content: Buffer, mode: number): Promise<void>;
  setMode(path: string, mode: number): Promise<void>;
  remove(path: string, isFolder: boolean): Promise<void>;
  move(from: string, to: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  overlay(): ReadonlyMap<string, Buffer | null>;
}

export function createDiskFiles(): FileStore {
  return {
    lstat: async (path) => {
      try {
        return await lstat(path);
      } catch (error) {
        if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
        throw error;
      }
    },
    readLink: (path) => readlink(path),
    read: (path) =>
      withFile(path, async (handle, stats) => {
        if (stats.size > MAX_FILE_BYTES) throw new ToolError('failed', `the file is too large (${stats.size} bytes) to be read whole`);
        return handle.readFile();
      }),
    readPart: (path, start, length) =>
      withFile(path, async (handle) => {
        const buffer = Buffer.alloc(length);
        let filled = 0;
        while (filled < length) {
          const { bytesRead } = await handle.read(buffer, filled, length - filled, start + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return buffer.subarray(0, filled);
      }),
    list: (path) => readdir(path),
    write: (path, content, mode) => writeFileAtomic(path, content, { mode }),
    setMode: (path, mode) => chmod(path, mode),
    remove: (path, isFolder) => (isFolder ? rmdir(path) : unlink(path)),
    move: async (from, to) => {
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
    },
    makeFolder: async (path) => {
      await mkdir(path, { recursive: true });
    },
    overlay: () => new Map(),
  };
}

/** Never follows a final link, never blocks on a FIFO, reads regular files only. */
async function withFile<T>(path: string, work: (handle: Awaited<ReturnType<typeof open>>, stats: Stats) => Promise<T>): Promise<T> {
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw new ToolError('failed', 'it is a folder; use ls');
    if (!stats.isFile()) throw new ToolError('failed', 'it is not a regular file');
    return await work(handle, stats);
  } finally {
    await handle.close();
  }
}

/** Changes stay in memory and are seen by later reads: the store of a dry run. */
export function createOverlayFiles(disk: FileStore): FileStore {
  const files = new Map<string, Buffer | null>();
  const modes = new Map<string, number>();
  const folders = new Set<string>();

  const addFolders = (path: string): void => {
    for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) folders.add(folder);
  };
  const inMemory = (path: string): Buffer | null | undefined => (files.has(path) ? (files.get(path) ?? null) : undefined);
  const missing = (path: string): never => {
    throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
  };

  const store: FileStore = {
    lstat: async (path) => {
      const content = inMemory(path);
      if (content === null) return undefined;
      const real = await disk.lstat(path);
      if (content) return fakeStats(constants.S_IFREG | (modes.get(path) ?? (real ? real.mode & 0o7777 : 0o644)), content.length);
      if (real) return real;
      return folders.has(path) ? fakeStats(constants.S_IFDIR | 0o755, 0) : undefined;
    },
    readLink: (path) => disk.readLink(path),
    read: async (path) => {
      const content = inMemory(path);
      return content === null ? missing(path) : (content ?? disk.read(path));
    },
    readPart: async (path, start, length) => {
      const content = inMemory(path);
      if (content === null) return missing(path);
      return content ? content.subarray(start, start + length) : disk.readPart(path, start, length);
    },
    list: async (path) => {
      const names = new Set(await disk.list(path).catch(() => []));
      for (const [file, content] of files) {
        if (dirname(file) !== path) continue;
        const name = file.slice(path.length + 1);
        if (content) names.add(name);
        else names.delete(name);
      }
      for (const folder of folders) if (dirname(folder) === path && !files.has(folder)) names.add(folder.slice(path.length + 1));
      return [...names];
    },
    write: async (path, content, mode) => {
      addFolders(dirname(path));
      files.set(path, content);
      modes.set(path, mode);
    },
    setMode: async (path, mode) => void modes.set(path, mode),
    remove: async (path) => {
      files.set(path, null);
      folders.delete(path);
    },
    move: async (from, to) => {
      const stats = await store.lstat(from);
      if (stats?.isDirectory()) {
        for (const name of await store.list(from)) await store.move(`${from}/${name}`, `${to}/${name}`);
        addFolders(to);
      } else {
        await store.write(to, await store.read(from), (stats?.mode ?? 0o644) & 0o7777);
      }
      await store.remove(from, false);
    },
    makeFolder: async (path) => addFolders(path),
    overlay: () => files,
  };
  return store;
}

/** Only what is asked of it: kind, size, mode and times of a file in memory. */
function fakeStats(mode: number, size: number): Stats {
  const now = new Date();
  const isKind = (kind: number) => () => (mode & constants.S_IFMT) === kind;
  return {
    mode,
    size,
    mtime: now,
    mtimeMs: now.getTime(),
    isFile: isKind(constants.S_IFREG),
    isDirectory: isKind(constants.S_IFDIR),
    isSymbolicLink: isKind(constants.S_IFLNK),
  } as unknown as Stats;
}
