import type { CodeImport, FileAnalysis } from './context.js';

/** What resolves an import to a file of the project. `has` answers for paths relative to the root with `/`. */
export interface ImportWorld {
  has(path: string): boolean;
  /** Text of a small project file (package.json, tsconfig.json, go.mod …), or undefined. */
  text(path: string): string | undefined;
  /** All paths that end with this suffix (after a `/` or whole). */
  endingWith(suffix: string): readonly string[];
}

/** One language: its folder in `src/languages/` declares this, and one line in the index registers it. */
export interface Language {
  name: string;
  /** With the dot, lower case. */
  extensions: readonly string[];
  /** Whole file names without a telling extension (Dockerfile, .bashrc). */
  filenames?: readonly string[];
  /** Interpreter names in a `#!` line. */
  interpreters?: readonly string[];
  /** File name of the grammar in `dist/grammars/`. */
  grammar: string;
  /** tree-sitter queries (text). Capture names are described in `src/languages/README.md`. */
  queries: { symbols: string; imports?: string; references?: string };
  /** Node types that count as a decision, and those that nest. */
  metrics?: { functions: readonly string[]; decisions: readonly string[]; nesting: readonly string[] };
  /** Project file an import means, or undefined when it is not of the project. */
  resolveImport?(item: CodeImport, from: string, world: ImportWorld): string | undefined;
}

export interface Analyzer {
  /** Undefined when no language knows this file. Throws only when the parser died. */
  analyze(path: string, text: string): Promise<FileAnalysis | undefined>;
}
