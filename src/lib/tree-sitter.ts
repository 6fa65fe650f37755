import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language, Parser as ParserType } from 'web-tree-sitter';

/** One loader for every user of tree-sitter: two builds of one grammar in one process would crash it. */

/** Grammars that come from the newer of the two packages. */
const NEWER = new Set(['tree-sitter-c-sharp', 'tree-sitter-rust']);
const grammars = new Map<string, Promise<Language>>();
let runtime: Promise<typeof import('web-tree-sitter')> | undefined;

/** `name` is the grammar's file name without `.wasm`, such as `tree-sitter-bash`. */
export async function loadGrammar(name: string): Promise<Language> {
  const known = grammars.get(name);
  if (known) return known;
  const loading = startRuntime().then((treeSitter) => treeSitter.Language.load(grammarFile(name)));
  grammars.set(name, loading);
  loading.catch(() => grammars.delete(name));
  return loading;
}

/** A new parser with that grammar. The caller calls `delete()` on it and on every tree. */
export async function createParser(grammar: string): Promise<ParserType> {
  const language = await loadGrammar(grammar);
  const { Parser } = await startRuntime();
  const parser = new Parser();
  parser.setLanguage(language);
  return parser;
}

export function startRuntime(): Promise<typeof import('web-tree-sitter')> {
  runtime ??= import('web-tree-sitter').then(async (treeSitter) => {
    await treeSitter.Parser.init();
    return treeSitter;
  });
  return runtime;
}

/** Built: `dist/grammars`. From source: the package the build copies it from (`scripts/grammars.mjs`). */
function grammarFile(name: string): string {
  const source = NEWER.has(name) ? '@vscode/tree-sitter-wasm/wasm' : '@cursorless/tree-sitter-wasms/out';
  const folders = ['./grammars/', '../grammars/', `../../node_modules/${source}/`];
  const candidates = folders.map((folder) => join(fileURLToPath(new URL(folder, import.meta.url)), `${name}.wasm`));
  const found = candidates.find((file) => existsSync(file));
  if (!found) throw new Error(`the grammar is missing; looked for ${candidates.join(', ')}`);
  return found;
}
