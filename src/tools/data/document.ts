import type { Step } from './value-text.js';

interface DataProblem {
  line: number;
  column: number;
  message: string;
}

/** One data file, as text that is changed in place: what an edit does not mean stays byte for byte. */
export interface DataDocument {
  format: 'json' | 'yaml';
  /** Its whole value; for several YAML documents an array of them. */
  value: unknown;
  problems: DataProblem[];
  /** The text of a value as the file has it, or undefined when it is better written anew. */
  source(path: readonly Step[]): string | undefined;
  /** The file's text with this value there; missing parents are made. Several paths: one after the other. */
  set(path: readonly Step[], value: unknown): Promise<string>;
}

export function lineAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
