import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Where Linux keeps files in memory: syncing one there costs microseconds, so ten thousand runs that write take seconds. */
const MEMORY = '/dev/shm';

/** A folder for the files of a property, in memory where there is such a place; it is removed behind the tests. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(inMemory() ? MEMORY : tmpdir(), 'ocode-fuzz-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function inMemory(): boolean {
  try {
    accessSync(MEMORY, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
