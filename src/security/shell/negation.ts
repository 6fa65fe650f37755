/** A `!` that stands alone. */
const NEGATION = /(?<![^\s;&|({'"`])!(?=\s)/g;

/**
 * The line with blanks for its negations. What runs is the same but for `&&` and `||`; the grammar, though, takes `! { …; }` for a program named
 * `{`, and no function behind `!` for one.
 */
export function withoutNegations(source: string): string {
  return source.replace(NEGATION, ' ');
}
