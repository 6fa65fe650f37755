import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it. Node's own `recursive` mkdir tries for ever below a file system that refuses with ENOENT (/proc);
 * here every level is tried once. Throws what the system says.
 */
export async function makeFolder(path: string, options: { mode?: number } = {}): Promise<void> {
  if (existsSync(path) && statSync(path).isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent, options);
  await mkdir(path, options).catch((error: NodeJS.ErrnoException) => {
    // Another process may have made it in between.
    if (error.code !== 'EEXIST' || !statSync(path).isDirectory()) throw error;
  });
}
