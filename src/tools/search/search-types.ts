export interface GrepArgs {
  pattern: string;
  path?: string;
  glob?: string;
  ignore_case?: boolean;
  literal?: boolean;
  context?: number;
}

/** A line of the result; `match` is false for lines around a match. */
export interface FoundLine {
  line: number;
  text: string;
  match: boolean;
}

export interface SearchResult {
  matches: number;
  /** Matching lines by path, paths in order. */
  counts: Map<string, number>;
  /** When there is very much, only of the first files. */
  lines: Map<string, FoundLine[]>;
  /** There is more than was counted. */
  cut: boolean;
}

export function countMatches(lines: readonly FoundLine[]): number {
  return lines.filter((line) => line.match).length;
}
