import type { FileAnalysis } from './context.js';

/** What resolves an import to a file of the project. `has` answers for paths relative to the root with `/`. */
export interface ImportWorld {
  has(path: string): boolean;
  /** Text of a small project file (package.json, tsconfig.json, go.mod …), or undefined. */
  text(path: string): string | undefined;
  /** All paths that end with this suffix (after a `/` or whole). */
  endingWith(suffix: string): readonly string[];
}

export interface Analyzer {
  /** Undefined when no language knows this file. Throws only when the parser died. */
  analyze(path: string, text: string): Promise<FileAnalysis | undefined>;
}
