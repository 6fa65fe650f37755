import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../lib/make-folder.js';
import { syncFolder } from '../lib/sync-folder.js';
import { entryShape, type StoredEntry } from './undo-shape.js';

const ENTRY_NAME = /^\d{10}-[0-9a-f]{8}$/;
/** Entries that are being written or removed; a killed process leaves them. */
const COMING = '.tmp';
const GOING = '.gone';
const HOUR = 3_600_000;

/**
 * Journal entries as folders: `<folder>/<sequence>-<random>/` with `entry.json` and the bytes from before in numbered files.
 * An entry is written under a temporary name, synced and renamed, so a kill at any instant leaves either none or a whole one.
 * Several processes may write.
 */
export class UndoEntries {
  constructor(private readonly folder: string) {}

  /** Oldest first. */
  async names(): Promise<string[]> {
    return (await readdir(this.folder).catch(() => [])).filter((name) => ENTRY_NAME.test(name)).sort();
  }

  async load(name: string): Promise<StoredEntry | undefined> {
    try {
      return entryShape.parse(JSON.parse(await readFile(join(this.folder, name, 'entry.json'), 'utf8')));
    } catch {
      // Damaged from outside: it cannot be undone, and must not keep the others from it.
      return undefined;
    }
  }

  /** Those that are sound, newest first. */
  async all(): Promise<Array<{ name: string; entry: StoredEntry }>> {
    const found: Array<{ name: string; entry: StoredEntry }> = [];
    for (const name of (await this.names()).reverse()) {
      const entry = await this.load(name);
      if (entry) found.push({ name, entry });
    }
    return found;
  }

  content(name: string, blob: number): Promise<Buffer> {
    return readFile(join(this.folder, name, String(blob)));
  }

  /** Writes an entry with its blobs, by their number, behind the newest of `known`. */
  async add(entry: StoredEntry, blobs: ReadonlyMap<number, Buffer>, known: readonly string[]): Promise<void> {
    await makeFolder(this.folder, { mode: 0o700 });
    const sequence = Number.parseInt(known.at(-1) ?? '0', 10) + 1;
    const name = `${String(sequence).padStart(10, '0')}-${randomBytes(4).toString('hex')}`;
    const temporary = join(this.folder, `.${name}${COMING}`);
    await mkdir(temporary, { mode: 0o700 });
    try {
      for (const [blob, content] of blobs) await writeSynced(join(temporary, String(blob)), content);
      await writeSynced(join(temporary, 'entry.json'), JSON.stringify(entry));
      await syncFolder(temporary);
      await rename(temporary, join(this.folder, name));
      await syncFolder(this.folder);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  }

  /** In one instant: half an entry must not be found when the process is killed meanwhile. */
  async remove(name: string): Promise<void> {
    const going = join(this.folder, `.${name}${GOING}`);
    await rename(join(this.folder, name), going).catch((error: NodeJS.ErrnoException) => {
      // Another process took the same change back.
      if (error.code !== 'ENOENT') throw error;
    });
    await rm(going, { recursive: true, force: true });
  }

  /** Takes away what was never finished or never quite removed, once it is so old that nobody is at work on it. */
  async sweep(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      if (!name.startsWith('.') || !(name.endsWith(COMING) || name.endsWith(GOING))) continue;
      const { mtimeMs } = await stat(join(this.folder, name));
      if (Math.abs(Date.now() - mtimeMs) > HOUR) await rm(join(this.folder, name), { recursive: true, force: true });
    }
  }
}

async function writeSynced(path: string, content: Buffer | string): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
