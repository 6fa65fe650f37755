import { type FSWatcher, watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Changes that come so close together (milliseconds) are one. */
const QUIET = 200;
/** Where the system cannot watch a whole tree, and as a safety net, the project is looked over so often. */
const LOOK_OVER = 10_000;

/** Calls `update` after changes in the folder until the signal aborts. Updates never overlap. */
export async function watchProject(root: string, signal: AbortSignal, update: () => Promise<void>): Promise<void> {
  let wake: () => void = () => {};
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(root, { recursive: true, signal }, (_event, name) => {
      if (!/^(?:\.git|\.ocode)(?:\/|\\|$)/.test(String(name ?? ''))) wake();
    });
    watcher.on('error', () => {});
  } catch {
    // Too many folders for the system, or no support: the regular look is enough.
  }
  try {
    while (!signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        const timer = setTimeout(resolve, LOOK_OVER);
        signal.addEventListener('abort', () => resolve(), { once: true });
        timer.unref();
      });
      if (signal.aborted) return;
      await sleep(QUIET, undefined, { signal }).catch(() => {});
      if (!signal.aborted) await update();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    watcher?.close();
  }
}
