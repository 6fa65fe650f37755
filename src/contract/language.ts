import type { CodeImport, FileAnalysis } from './context.js';

/** Reads one file of code. Made by the languages service; the context service and its worker get it passed in. */
export interface Analyzer {
  /** Undefined when no language knows this file. Throws only when the parser died; then make a new process or worker. */
  analyze(path: string, text: string): Promise<FileAnalysis | undefined>;
  /** Begins to load what this file will need, while the caller is at something else. Failures show when the file is analyzed. */
  prepare?(path: string): void;
}

/** Finds the project's files that imports mean. */
export interface ImportResolver {
  /** The same imports with `resolved` (and `files`) filled in where they mean files of the project. */
  resolve(from: string, language: string, imports: readonly CodeImport[]): CodeImport[];
}

/**
 * Made once an index update. `paths`: all files of the project, relative to the root with `/`.
 * `readText`: text of a small project file (package.json, tsconfig.json, go.mod …) by such a path, or undefined.
 */
export type CreateImportResolver = (paths: readonly string[], readText: (path: string) => string | undefined) => ImportResolver;
