import { readdirSync, readFileSync } from 'node:fs';

/** Pids of the processes below this one, as the kernel tells them; none where there is no /proc. */
export function descendants(pid: number): number[] {
  const below = childrenOf(pid);
  return [...below, ...below.flatMap(descendants)];
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    // Gone meanwhile, or not Linux.
    return [];
  }
}
