const SPACE = /(?:[\s\u00a0\ufeff]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*)*/y;

/** The first place at or after `at` that is neither white space nor a comment. */
export function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}
