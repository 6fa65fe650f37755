import { type FSWatcher, watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Changes that come so close together (milliseconds) are one. */
const QUIET = 200;
/** Where the system cannot watch a whole tree, and as a safety net, the project is looked over so often. */
const LOOK_OVER = 10_000;
const OWN = /^(?:\.git|\.ocode)(?:\/|\\|$)/;

/** Calls `update` after changes in the folder until the signal aborts. Updates never overlap; what changes during one leads to another. */
export async function watchProject(root: string, signal: AbortSignal, update: () => Promise<void>): Promise<void> {
  const bell = new Bell();
  const watcher = startWatcher(root, signal, () => bell.ring());
  const onAbort = (): void => bell.ring();
  signal.addEventListener('abort', onAbort);
  // What changed while the watcher was being set up.
  bell.ring();
  try {
    while (!signal.aborted) {
      await bell.rung(LOOK_OVER);
      await sleep(QUIET, undefined, { signal }).catch(() => {});
      bell.reset();
      if (!signal.aborted) await update();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    watcher?.close();
  }
}

function startWatcher(root: string, signal: AbortSignal, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(root, { recursive: true, signal }, (_event, name) => {
      if (!OWN.test(String(name ?? ''))) onChange();
    });
    watcher.on('error', () => {});
    return watcher;
  } catch {
    // Too many folders for the system, or no support: the regular look is enough.
    return undefined;
  }
}

/** Remembers that it was rung while nobody waited. */
class Bell {
  private ringing = false;
  private wake: () => void = () => {};

  ring(): void {
    this.ringing = true;
    this.wake();
  }

  reset(): void {
    this.ringing = false;
  }

  /** Resolves when it rings, or after so many milliseconds. */
  async rung(patience: number): Promise<void> {
    if (this.ringing) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, patience);
    });
    clearTimeout(timer);
  }
}
