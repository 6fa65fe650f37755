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
