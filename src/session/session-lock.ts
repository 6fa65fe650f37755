import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { sleep } from '../lib/sleep.js';

const PAUSE_MS = 10;
/** A writer needs milliseconds. Whoever waited so long goes on without the lock: a session that is not saved would be worse. */
const PATIENCE_MS = 2_000;

/** Runs `work` while no other process writes the same file. A lock of a process that was killed is taken over. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  let mine = take(lock);
  for (let waited = 0; !mine && waited < PATIENCE_MS; waited += PAUSE_MS) {
    if (isAbandoned(lock)) rmSync(lock, { force: true });
    else await sleep(PAUSE_MS);
    mine = take(lock);
  }
  try {
    return await work();
  } finally {
    if (mine) rmSync(lock, { force: true });
  }
}

/** True when it is ours now, or when there can be none (a folder that is missing or cannot be written). */
function take(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST';
  }
}

function isAbandoned(lock: string): boolean {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    // Empty: its owner is about to write the number, or was killed between; its age tells.
    if (!Number.isInteger(owner) || owner <= 0) return Math.abs(Date.now() - statSync(lock).mtimeMs) > PATIENCE_MS;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
