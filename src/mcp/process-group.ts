/** Servers run in process groups of their own, so Ctrl+C of the terminal does not reach them: whoever started them must end them. */

const alive = new Set<number>();
let watching = false;

/** Ends the group when this process ends, however that comes about (except SIGKILL: then the server sees its stdin close). */
export function watchGroup(pid: number | undefined): () => void {
  if (pid === undefined) return () => {};
  alive.add(pid);
  if (!watching) {
    watching = true;
    process.on('exit', () => {
      for (const group of alive) killGroup(group, 'SIGKILL');
    });
  }
  return () => alive.delete(pid);
}

export function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The group is gone already.
  }
}
