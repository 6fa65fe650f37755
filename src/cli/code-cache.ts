import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';

/** The hash of the packs, set by the build: compiled code belongs to exactly one source. */
const BUILD = process.env.OCODE_BUILD ?? 'source';

/** Of the hash in front of the code. */
const DIGEST_BYTES = 32;

/** What V8 compiled of one pack. */
export interface CodeCache {
  code: Buffer | undefined;
  write(code: Buffer): void;
}

/** In the first folder that has it; written to the first that can be written. Losing it costs some milliseconds, nothing else. */
export function openCodeCache(pack: string, folders: readonly string[]): CodeCache {
  const version = cachedDataVersionTag();
  const name = `${BUILD}-${pack}-${version}.cache`;
  return {
    code: firstReadable(folders.map((folder) => join(folder, name))),
    write: (code) => {
      // V8 refuses code that was compiled under other flags, and reading files sets one.
      if (cachedDataVersionTag() === version) folders.some((folder) => written(folder, name, code));
    },
  };
}

/** In the user's own folder; a user without one compiles each time. */
export function codeCacheOf(env: NodeJS.ProcessEnv): string[] {
  try {
    return [join(env.OCODE_HOME || join(env.HOME || homedir(), '.ocode'), 'code-cache')];
  } catch {
    return [];
  }
}

function firstReadable(files: readonly string[]): Buffer | undefined {
  for (const file of files) {
    try {
      const content = readFileSync(file);
      const code = content.subarray(DIGEST_BYTES);
      // V8 runs what it is given: a byte that changed on the disk would end every start with a segmentation fault.
      if (digest(code).equals(content.subarray(0, DIGEST_BYTES))) return code;
    } catch {
      // Not here.
    }
  }
  return undefined;
}

function digest(code: Buffer): Buffer {
  return createHash('sha256').update(code).digest();
}

function written(folder: string, name: string, code: Buffer): boolean {
  const temporary = join(folder, `${name}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(temporary, Buffer.concat([digest(code), code]));
    renameSync(temporary, join(folder, name));
    // Those of this build are of another Node, or of one with other flags: they are in use as well.
    for (const old of readdirSync(folder)) if (old.endsWith('.cache') && !old.startsWith(`${BUILD}-`)) rmSync(join(folder, old), { force: true });
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}
