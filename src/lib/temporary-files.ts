import { randomBytes } from 'node:crypto';
import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^\.ocode-(\d+)-[0-9a-f]{12}\.tmp$/;

/** So young a file may belong to a process of another container, whose number means nothing here. Milliseconds. */
const YOUNG = 5_000;

/** A name that only this process uses, and that says so: what it leaves behind when it is killed can be told from what is in use. */
export function temporaryName(): string {
  return `.ocode-${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** Removes what killed processes left in a folder. `youngest`: milliseconds a file must at least be old. Never throws: it is housekeeping. */
export async function sweepTemporaries(folder: string, { youngest = YOUNG }: { youngest?: number } = {}): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const owner = NAME.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const path = join(folder, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => -1,
    );
    // A time in the future is a clock that jumped: old enough.
    if (age >= youngest || age < -YOUNG) await unlink(path).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
