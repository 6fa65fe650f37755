import { open } from 'node:fs/promises';

/** Makes a rename in the folder durable. Some systems cannot open a folder; then there is nothing to do. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows and some network file systems refuse; the rename itself is still atomic.
  }
}
