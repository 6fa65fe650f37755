import { execFile } from 'node:child_process';
import { descendants } from './process-tree.js';

/** Children run in process groups of their own, so Ctrl+C of the terminal does not reach them: whoever started them must end them. */

const KILL_GRACE_MS = 500;
const WINDOWS = process.platform === 'win32';
/** Groups that are running now. */
const running = new Set<number>();
let watching = false;

/** Ends the group when this process ends, however that comes about (but by SIGKILL). The function that is returned says that it ended by itself. */
export function watchGroup(pid: number | undefined): () => void {
  if (pid === undefined) return () => {};
  running.add(pid);
  if (!watching) {
    watching = true;
    process.once('exit', endAll);
  }
  return () => void running.delete(pid);
}

/** A process that ends in a hurry (a second signal) leaves nothing running. */
function endAll(): void {
  for (const pid of running) {
    if (WINDOWS) endTree(pid);
    else for (const each of [...descendants(pid), -pid]) kill(each, 'SIGKILL');
  }
}

/** Sends a signal to the whole group; on Windows, which has none, to the process. */
export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid !== undefined) kill(WINDOWS ? pid : -pid, signal);
}

/**
 * Ends a whole group: SIGTERM, then SIGKILL after a short grace, also to what left the group. A sandbox runs its
 * command in a session of its own, and when it is ended in the instant of its start, nobody else ends the command.
 */
export function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  if (WINDOWS) {
    endTree(pid);
    return;
  }
  // Halted, so that it starts nothing between the look and the end.
  kill(-pid, 'SIGSTOP');
  const below = descendants(pid);
  kill(-pid, 'SIGTERM');
  kill(-pid, 'SIGCONT');
  setTimeout(() => {
    for (const each of [-pid, ...below]) kill(each, 'SIGKILL');
  }, KILL_GRACE_MS).unref();
}

function endTree(pid: number): void {
  execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => {});
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}
