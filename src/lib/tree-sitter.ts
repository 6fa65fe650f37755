import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language, Parser as ParserType } from 'web-tree-sitter';

/** One loader for every user of tree-sitter: two builds of one grammar in one process would crash it. */

const grammars = new Map<string, Promise<Language>>();
let runtime: Promise<typeof import('web-tree-sitter')> | undefined;

/** `name` is the grammar's file name without `.wasm`, such as `tree-sitter-bash`. */
export async function loadGrammar(name: string): Promise<Language> {
  const known = grammars.get(name);
  if (known) return known;
  const loading = startRuntime().then((treeSitter) => treeSitter.Language.load(join(grammarFolder(), `${name}.wasm`)));
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

/** Built: `dist/grammars`. From source: the package the build copies them from. */
function grammarFolder(): string {
  const candidates = ['./grammars/', '../grammars/', '../../node_modules/@cursorless/tree-sitter-wasms/out/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((folder) => existsSync(folder));
  if (!found) throw new Error(`the grammars are missing; looked in ${candidates.join(', ')}`);
  return found;
}
