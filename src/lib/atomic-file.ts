import { constants } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from './make-folder.js';
import { syncFolder } from './sync-folder.js';
import { sweepTemporaries, temporaryName } from './temporary-files.js';

/** Folders this process has written to, and so looked for what others left there. */
const swept = new Set<string>();

/**
 * Writes a file so that at any instant the old or the new content is there: a temporary file beside it, synced, renamed
 * over it, the folder synced. `mode` is set exactly (the umask does not apply). Makes missing folders. What a killed process
 * left in the folder is removed behind the first write.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array, options: { mode?: number } = {}): Promise<void> {
  const folder = dirname(path);
  const { mode } = options;
  // What only its owner may read lies in folders that only the owner may enter.
  await makeFolder(folder, mode !== undefined && (mode & 0o077) === 0 ? { mode: 0o700 } : {});
  const temporary = join(folder, temporaryName());
  let handle: FileHandle | undefined;
  try {
    handle = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o600);
    await handle.writeFile(content);
    await handle.chmod(mode ?? 0o666 & ~process.umask());
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(temporary, path);
  } catch (error) {
    await handle?.close().catch(() => {});
    await unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(folder);
  if (swept.has(folder)) return;
  swept.add(folder);
  void sweepTemporaries(folder);
}
