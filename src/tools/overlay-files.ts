import { constants, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import type { FileStore } from './file-store.js';

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
