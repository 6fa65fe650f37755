import { constants, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import type { FileStore } from './file-store.js';

/** Changes stay in memory and are seen by later reads: the store of a dry run. */
export class OverlayFiles implements FileStore {
  /** Null: removed. */
  private readonly files = new Map<string, Buffer | null>();
  private readonly modes = new Map<string, number>();
  private readonly folders = new Set<string>();

  constructor(private readonly disk: FileStore) {}

  async lstat(path: string): Promise<Stats | undefined> {
    const content = this.files.get(path);
    if (content === null) return undefined;
    const real = await this.disk.lstat(path);
    if (content) return fakeStats(constants.S_IFREG | (this.modes.get(path) ?? (real ? real.mode & 0o7777 : 0o644)), content.length);
    if (real) return real;
    return this.folders.has(path) ? fakeStats(constants.S_IFDIR | 0o755, 0) : undefined;
  }

  readLink(path: string): Promise<string> {
    return this.disk.readLink(path);
  }

  async read(path: string): Promise<Buffer> {
    const content = this.files.get(path);
    return content === null ? missing(path) : (content ?? this.disk.read(path));
  }

  async readPart(path: string, start: number, length: number): Promise<Buffer> {
    const content = this.files.get(path);
    if (content === null) return missing(path);
    return content ? content.subarray(start, start + length) : this.disk.readPart(path, start, length);
  }

  async list(path: string): Promise<string[]> {
    const names = new Set(await this.disk.list(path).catch(() => []));
    for (const [file, content] of this.files) {
      if (dirname(file) !== path) continue;
      const name = file.slice(path.length + 1);
      if (content) names.add(name);
      else names.delete(name);
    }
    for (const folder of this.folders) if (dirname(folder) === path && !this.files.has(folder)) names.add(folder.slice(path.length + 1));
    return [...names];
  }

  async write(path: string, content: Buffer, mode: number): Promise<void> {
    this.addFolders(dirname(path));
    this.files.set(path, content);
    this.modes.set(path, mode);
  }

  async setMode(path: string, mode: number): Promise<void> {
    this.modes.set(path, mode);
  }

  async remove(path: string): Promise<void> {
    this.files.set(path, null);
    this.folders.delete(path);
  }

  async move(from: string, to: string): Promise<void> {
    const stats = await this.lstat(from);
    if (stats?.isDirectory()) {
      for (const name of await this.list(from)) await this.move(`${from}/${name}`, `${to}/${name}`);
      this.addFolders(to);
    } else {
      await this.write(to, await this.read(from), (stats?.mode ?? 0o644) & 0o7777);
    }
    await this.remove(from);
  }

  async makeFolder(path: string): Promise<void> {
    this.addFolders(path);
  }

  overlay(): ReadonlyMap<string, Buffer | null> {
    return this.files;
  }

  private addFolders(path: string): void {
    for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) this.folders.add(folder);
  }
}

function missing(path: string): never {
  throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
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
