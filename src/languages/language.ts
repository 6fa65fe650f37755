import type { CodeImport, CodeSymbol, SymbolKind } from '../contract/context.js';

/** One language: its folder declares this, and one line in `index.ts` registers it. */
export interface Language {
  /** Lower case, as in `FileAnalysis.language`. */
  name: string;
  /** With the dot, lower case. */
  extensions: readonly string[];
  /** Whole file names without a telling extension (`.bashrc`), lower case. */
  filenames?: readonly string[];
  /** Interpreter names in a `#!` line. */
  interpreters?: readonly string[];
  /** Another language's file that is really of this one, by its text (C++ in a `.h`). */
  claims?(extension: string, text: string): boolean;
  /** File name of the grammar in `dist/grammars/`, without `.wasm`. */
  grammar: string;
  /** Text that is known to kill the grammar's own scanner; it counts as one syntax error. */
  isDeadly?(text: string): boolean;
  /** Patterns in tree-sitter's query language for everything; what is understood, and the capture names, stand in README.md. */
  query: string;
  /** Reserved words, separated by spaces. Without it (data, markup) no references are collected. */
  keywords?: string;
  /** Characters of names besides letters, digits and `_`. */
  wordCharacters?: string;
  /** What a captured `@name` says, where it is more than a name; undefined when nothing is declared. */
  readName?(text: string): SymbolName | undefined;
  /** The kind a symbol really has, where the pattern alone does not tell. Functions of types are methods already. */
  kindOf?(symbol: SymbolHead, parent: CodeSymbol | undefined): SymbolKind;
  /** Can other files use it? Default: yes. */
  isExported?(symbol: SymbolHead, parent: CodeSymbol | undefined): boolean;
  /** The imports one captured statement (its text) makes. `inner`: it was captured as `@import.inner`. */
  readImport?(statement: string, inner?: boolean): ReadImport[];
  /** The project's files an import means, the most telling first; empty when it is not of the project. */
  resolveImport?(item: CodeImport, from: string, world: ImportWorld): readonly string[];
}

export interface SymbolName {
  name: string;
  /** The type or namespace it belongs to. */
  owner?: string;
}

export interface SymbolHead {
  name: string;
  kind: SymbolKind;
  /** The declaration before its body, on one line. */
  signature: string;
  /** Stands in an export statement, or is named in one. */
  exportedByStatement: boolean;
}

export interface ReadImport {
  source: string;
  names?: string[];
}

/** The project as resolvers see it; paths are relative to the root with `/`. */
export interface ImportWorld {
  has(path: string): boolean;
  /** Text of a small project file, or undefined. */
  text(path: string): string | undefined;
  /** Files directly in this folder (`''` is the root). */
  inFolder(folder: string): readonly string[];
  /** Folders that are, or end with `/` and, this suffix. */
  foldersEndingWith(suffix: string): readonly string[];
  /** All paths that are, or end with `/` and, this suffix. */
  endingWith(suffix: string): readonly string[];
  /** Remembers what a resolver worked out about the project (parsed settings files) for this world. */
  memo<T>(key: string, make: () => T): T;
}
