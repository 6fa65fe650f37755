import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import type { runProgram } from './program.js';

/** What the build makes of `program.ts`. */
interface Program {
  runProgram: typeof runProgram;
}

interface Chunk {
  exports: unknown;
}

/** A chunk of the bundle as the build writes it. A dynamic import in code out of V8's cache finds no loader, so both kinds are given to it. */
type ChunkBody = (
  exports: unknown,
  require: (name: string) => unknown,
  chunk: Chunk,
  moduleUrl: string,
  importChunk: (name: string) => Promise<unknown>,
  importModule: (specifier: string) => Promise<unknown>,
) => void;

/** The hash of the pack, set by the build: compiled code belongs to exactly one source. */
const BUILD = process.env.OCODE_BUILD ?? 'source';

/**
 * Loads the bundled program (`dist/program`, see esbuild.mjs) with the code that V8 compiled for it in an earlier run: compiling anew takes as long
 * as all the rest of a start, and Node 20 has no compile cache (`module.enableCompileCache` came with 22.1). Call `keepCode` when the run is over:
 * it keeps what was compiled when there was nothing to use.
 */
export function loadProgram(env: NodeJS.ProcessEnv = process.env): { program: Program; keepCode(): void } {
  const folder = fileURLToPath(new URL('./program/', import.meta.url));
  const cache = openCodeCache([folder, ...codeCacheOf(env)]);
  const pack = join(folder, 'pack.cjs');
  // All of the bundle is ASCII: latin1 spares decoding it.
  const script = new Script(readFileSync(pack, 'latin1'), { filename: pack, ...(cache.code ? { cachedData: cache.code } : {}) });
  const load = chunkLoader(folder, script.runInThisContext() as Record<string, ChunkBody>);
  return {
    program: load('./program.js') as Program,
    keepCode: () => {
      if (!cache.code || script.cachedDataRejected) cache.write(script.createCachedData());
    },
  };
}

/** In the user's own folder; a user without one compiles each time. */
function codeCacheOf(env: NodeJS.ProcessEnv): string[] {
  try {
    return [join(env.OCODE_HOME || join(env.HOME || homedir(), '.ocode'), 'code-cache')];
  } catch {
    return [];
  }
}

/** Loads chunks as CommonJS does: once each, the exports there before the body runs. What the pack does not hold is a file beside it. */
function chunkLoader(folder: string, pack: Readonly<Record<string, ChunkBody>>): (name: string) => unknown {
  const require = createRequire(join(folder, 'pack.cjs'));
  const moduleUrl = pathToFileURL(join(folder, 'pack.cjs')).href;
  const loaded = new Map<string, Chunk>();
  const load = (name: string): unknown => {
    const known = loaded.get(name);
    if (known) return known.exports;
    const chunk: Chunk = { exports: {} };
    loaded.set(name, chunk);
    const body = pack[name] ?? readBody(join(folder, name.replace(/\.js$/, '.cjs')));
    body(chunk.exports, (wanted) => (wanted.startsWith('./') ? load(wanted) : require(wanted)), chunk, moduleUrl, importChunk, importModule);
    return chunk.exports;
  };
  const importChunk = async (name: string): Promise<unknown> => load(name);
  const importModule = (specifier: string): Promise<unknown> => import(specifier);
  return load;
}

function readBody(file: string): ChunkBody {
  return new Script(readFileSync(file, 'latin1'), { filename: file }).runInThisContext() as ChunkBody;
}

/** Of the hash in front of the code. */
const DIGEST_BYTES = 32;

interface CodeCache {
  code: Buffer | undefined;
  write(code: Buffer): void;
}

/** In the first folder that has it; written to the first that can be written. Losing it costs some milliseconds, nothing else. */
function openCodeCache(folders: readonly string[]): CodeCache {
  const name = `ocode-${BUILD}-${cachedDataVersionTag()}.cache`;
  return {
    code: firstReadable(folders.map((folder) => join(folder, name))),
    write: (code) => void folders.some((folder) => written(folder, name, code)),
  };
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
    for (const old of readdirSync(folder)) if (old.endsWith('.cache') && old !== name) rmSync(join(folder, old), { force: true });
    return true;
  } catch {
    rmSync(temporary, { force: true });
    return false;
  }
}
