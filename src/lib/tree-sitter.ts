import { existsSync, readFileSync } from 'node:fs';
import { setImmediate as breathe } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Language, Parser as ParserType } from 'web-tree-sitter';
import { useFirstCompilerOnly } from './v8-flags.js';

/** One loader for every user of tree-sitter: two builds of one grammar in one process would crash it. */

/** Grammars that come from the newer of the two packages. */
const NEWER = new Set(['tree-sitter-c-sharp', 'tree-sitter-rust']);
/** Where the build puts the runtime; from source the package finds it itself. */
const RUNTIME = ['./grammars/web-tree-sitter.wasm', '../grammars/web-tree-sitter.wasm'];
const grammars = new Map<string, Promise<Language>>();
let runtime: Promise<typeof import('web-tree-sitter')> | undefined;
/** What the runtime is started with; it leaves views of its memory here, and renews them when the memory grows. */
const settings: Partial<TreeSitterMemory> & { wasmBinary?: ArrayBuffer } = {};

/** The memory tree-sitter's trees lie in. A view is good until the next call into tree-sitter. */
export interface TreeSitterMemory {
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
}

/** `name` is the grammar's file name without `.wasm`, such as `tree-sitter-bash`. */
export async function loadGrammar(name: string): Promise<Language> {
  const known = grammars.get(name);
  if (known) return known;
  const loading = load(name);
  grammars.set(name, loading);
  loading.catch(() => grammars.delete(name));
  return loading;
}

async function load(name: string): Promise<Language> {
  const starting = startRuntime();
  // One turn, in which the runtime is handed to the thread that compiles it; the grammar is unpacked beside that.
  await breathe();
  const bytes = readGrammar(name);
  const treeSitter = await starting;
  useFirstCompilerOnly();
  return treeSitter.Language.load(bytes);
}

/** A new parser with that grammar. The caller calls `delete()` on it and on every tree. */
export async function createParser(grammar: string): Promise<ParserType> {
  const language = await loadGrammar(grammar);
  const { Parser } = await startRuntime();
  const parser = new Parser();
  parser.setLanguage(language);
  return parser;
}

/** The first call decides: `forMany` files it is compiled by both of V8's compilers, which pays after some dozens. */
export function startRuntime({ forMany = false } = {}): Promise<typeof import('web-tree-sitter')> {
  runtime ??= import('web-tree-sitter').then(async (treeSitter) => {
    const file = findFile(RUNTIME);
    if (file) settings.wasmBinary = wholeBuffer(readFileSync(file));
    if (!forMany) useFirstCompilerOnly();
    await treeSitter.Parser.init(settings);
    delete settings.wasmBinary;
    return treeSitter;
  });
  return runtime;
}

/** Undefined until the runtime has started, and with a runtime that does not show it. */
export function treeSitterMemory(): TreeSitterMemory | undefined {
  const { HEAPU8, HEAPU32 } = settings;
  return HEAPU8 && HEAPU32 ? { HEAPU8, HEAPU32 } : undefined;
}

/**
 * Built: packed in `dist/grammars`. From source: out of the package the build takes it from (`scripts/grammars.mjs`).
 * In one go, while another thread compiles the runtime: through the thread pool it takes three times as long.
 */
function readGrammar(name: string): Uint8Array {
  const source = NEWER.has(name) ? '@vscode/tree-sitter-wasm/wasm' : '@cursorless/tree-sitter-wasms/out';
  const places = [`./grammars/${name}.wasm.gz`, `../grammars/${name}.wasm.gz`, `../../node_modules/${source}/${name}.wasm`];
  const found = findFile(places);
  if (!found) throw new Error(`the grammar is missing; looked for ${places.map(fileOf).join(', ')}`);
  const bytes = readFileSync(found);
  // A gzip file ends with the size of what is in it: unpacked in one piece, it takes two thirds of the time.
  return found.endsWith('.gz') ? gunzipSync(bytes, { chunkSize: bytes.readUInt32LE(bytes.length - 4) + 1 }) : bytes;
}

function findFile(places: readonly string[]): string | undefined {
  return places.map(fileOf).find((file) => existsSync(file));
}

/** `place` is seen from this module, or from the bundle it became part of. */
function fileOf(place: string): string {
  return fileURLToPath(new URL(place, import.meta.url));
}

/** The runtime's loader copies anything else. */
function wholeBuffer({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): ArrayBuffer {
  return byteOffset === 0 && buffer.byteLength === byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}
