import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { restoreFlags } from '../lib/v8-flags.js';
import { codeCacheOf, openCodeCache } from './code-cache.js';
import type { runProgram } from './program.js';

/** What the build makes of `program.ts`. */
interface Program {
  runProgram: typeof runProgram;
}

/** Evaluates a chunk at the first call, and returns its exports; `evaluated` has those called so far. */
type Load = ((name: string) => unknown) & { evaluated: ReadonlyMap<string, unknown> };

interface Chunk {
  exports: unknown;
  /** Its body ran to the end. */
  whole?: boolean;
}

/** The body of a chunk, as the build writes it. A dynamic import in code out of V8's cache finds no loader, so both kinds are given to it. */
type ChunkBody = (
  chunk: Chunk,
  require: (name: string) => unknown,
  moduleUrl: string,
  importChunk: (name: string) => Promise<unknown>,
  importModule: (specifier: string) => Promise<unknown>,
  ...helpers: typeof ESBUILD_HELPERS
) => void;

/** What esbuild's CommonJS calls: `__export` makes getters, `__toESM` gives a package's exports a default, `__toCommonJS` needs to do nothing. */
const ESBUILD_HELPERS = [
  (target: object, getters: Record<string, () => unknown>): void => {
    for (const [name, get] of Object.entries(getters)) Object.defineProperty(target, name, { get, enumerable: true });
  },
  (exports: object): object => (views.has(exports) ? exports : { __proto__: exports, default: exports }),
  (exports: unknown): unknown => exports,
] as const;

/** Exports of chunks, which have what a module has. */
const views = new WeakSet<object>();

/**
 * Loads the bundled program (`dist/program`, see esbuild.mjs) with the code that V8 compiled for it in an earlier run: compiling anew takes as long
 * as all the rest of a start, and Node 20 has no compile cache (`module.enableCompileCache` came with 22.1). The chunks that lead to the first
 * request lie in a pack of their own, all others come when one of them is needed. Call `keepCode` when the run is over: it keeps what was compiled
 * when there was nothing to use and the run was of the usual kind.
 */
export function loadProgram(env: NodeJS.ProcessEnv = process.env): { program: Program; keepCode(): void } {
  const folder = fileURLToPath(new URL('./program/', import.meta.url));
  const folders = [folder, ...codeCacheOf(env)];
  const start = openPack('start', folder, folders);
  let rest: Pack | undefined;
  const load = chunkLoader(folder, (name) => {
    const early = start.chunks[name];
    if (early) return early;
    rest ??= openPack('rest', folder, folders);
    return rest.chunks[name];
  });
  return {
    program: load('./src.cli.program.js') as Program,
    keepCode: () => {
      if (!isUsual(load.evaluated, Object.keys(start.chunks))) return;
      start.keepCode();
      rest?.keepCode();
    },
  };
}

/**
 * Code is worth keeping after a run that did what most do: ask a model. Such a run evaluates the pack that is made for it all but whole; a listing
 * or a page of help, whatever its arguments look like, leaves much of it out, and what it compiled would be all that later runs find.
 */
function isUsual(evaluated: ReadonlyMap<string, unknown>, early: readonly string[]): boolean {
  return early.filter((name) => evaluated.has(name)).length >= early.length * USUAL_SHARE;
}

/** A run with another provider or another session leaves out a few. */
const USUAL_SHARE = 0.9;

interface Pack {
  chunks: Readonly<Record<string, ChunkBody>>;
  keepCode(): void;
}

function openPack(name: string, folder: string, cacheFolders: readonly string[]): Pack {
  const cache = openCodeCache(name, cacheFolders);
  const filename = join(folder, `${name}.cjs`);
  // All of the bundle is ASCII: latin1 spares decoding it.
  const script = new Script(readFileSync(filename, 'latin1'), { filename, ...(cache.code ? { cachedData: cache.code } : {}) });
  return {
    chunks: script.runInThisContext(),
    keepCode: () => {
      if (cache.code && !script.cachedDataRejected) return;
      restoreFlags();
      cache.write(script.createCachedData());
    },
  };
}

/**
 * Loads chunks as CommonJS does: once each, the exports there before the body runs. What no pack holds is a file beside them.
 *
 * What a chunk imports is evaluated when something of it is first used, so a run evaluates what it needs and nothing else. Importing a module for
 * its side effects alone therefore does nothing here; ours have none.
 */
function chunkLoader(folder: string, bodyOf: (name: string) => ChunkBody | undefined): Load {
  const require = createRequire(join(folder, 'start.cjs'));
  const moduleUrl = pathToFileURL(join(folder, 'start.cjs')).href;
  const loaded = new Map<string, Chunk>();
  const viewOf = new Map<string, object>();
  const load = (name: string): unknown => {
    const known = loaded.get(name);
    if (known) return known.exports;
    const chunk: Chunk = { exports: {} };
    loaded.set(name, chunk);
    const body = bodyOf(name) ?? readChunk(join(folder, name.replace(/\.js$/, '.cjs')));
    body(chunk, (wanted) => (isLazy(wanted) ? view(wanted) : require(wanted)), moduleUrl, importChunk, importModule, ...ESBUILD_HELPERS);
    chunk.whole = true;
    return chunk.exports;
  };
  /** The exports of a chunk or of a module of Node, which is evaluated when the first of them is asked for. */
  const view = (name: string): object => {
    const known = viewOf.get(name);
    if (known) return known;
    const ours = name.startsWith('./');
    const read = (_: object, key: string | symbol): unknown => {
      const exports = (ours ? load(name) : { __proto__: require(name), default: require(name) }) as Record<string | symbol, unknown>;
      // From now on V8 finds them without asking; a chunk in the middle of a circle may still put others in their place.
      if (!ours || loaded.get(name)?.whole) Object.setPrototypeOf(made, exports);
      return exports[key];
    };
    const made: object = Object.create(new Proxy({}, { get: read }));
    viewOf.set(name, made);
    views.add(made);
    return made;
  };
  const importChunk = async (name: string): Promise<unknown> => withNames(load(name));
  const importModule = (specifier: string): Promise<unknown> => import(specifier);
  return Object.assign(load, { evaluated: loaded });
}

/** An imported CommonJS package also has its exports by name, as with Node's loader; the bundle knows them as the default alone. */
function withNames(exports: unknown): unknown {
  const { default: whole, ...others } = exports as { default?: unknown };
  return typeof whole === 'object' && whole !== null && Object.keys(others).length === 0 ? { __proto__: whole, default: whole } : exports;
}

/** Chunks, and what of Node takes long to load: streams, processes, networks. */
function isLazy(name: string): boolean {
  return name.startsWith('./') || (name.startsWith('node:') && !/^node:(?:fs|path|url|os|process|events)$/.test(name));
}

function readChunk(file: string): ChunkBody {
  return new Script(readFileSync(file, 'latin1'), { filename: file }).runInThisContext() as ChunkBody;
}
