/** A text in a simpler form, with the way back to the original: where each character of it came from. */
export interface FoldedText {
  text: string;
  /** Offset in the original of a place in `text`; `text.length` maps to the original's end. */
  at(position: number): number;
}

const QUOTES: ReadonlyArray<[string, string]> = [
  ["'", '\u2018\u2019\u201a\u201b\u2032\u2035\u00b4'],
  ['"', '\u201c\u201d\u201e\u201f\u2033\u2036'],
  ['-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2212'],
  [' ', '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'],
];
const PLAIN = new Map(QUOTES.flatMap(([plain, others]) => [...others].map((other) => [other, plain] as const)));
PLAIN.set('\u2026', '...');
const TYPOGRAPHIC = new RegExp(`[${[...PLAIN.keys()].join('')}]`, 'g');

/** `\r\n` becomes `\n`. */
export function foldLineEndings(text: string): FoldedText {
  return text.includes('\r\n') ? foldBy(text, /\r\n/g, () => '\n') : plainText(text);
}

/** Line endings, and curly quotes, dashes, unusual blanks and the ellipsis as a keyboard writes them. */
export function foldTypography(text: string): FoldedText {
  const expression = new RegExp(`\\r\\n|${TYPOGRAPHIC.source}`, 'g');
  return expression.test(text) ? foldBy(text, expression, (found) => (found === '\r\n' ? '\n' : (PLAIN.get(found) ?? found))) : plainText(text);
}

function plainText(text: string): FoldedText {
  return { text, at: (position) => position };
}

/** Keeps one entry a replacement, not one a character: files are large and replacements are few. */
function foldBy(text: string, expression: RegExp, replace: (found: string) => string): FoldedText {
  const parts: string[] = [];
  // Folded position after each replacement, and how far the original is ahead from there on.
  const ends: number[] = [];
  const starts: number[] = [];
  const shifts: number[] = [];
  let from = 0;
  let length = 0;
  expression.lastIndex = 0;
  for (const match of text.matchAll(expression)) {
    const plain = replace(match[0]);
    length += match.index - from;
    parts.push(text.slice(from, match.index), plain);
    starts.push(length);
    length += plain.length;
    from = match.index + match[0].length;
    ends.push(length);
    shifts.push(from - length);
  }
  parts.push(text.slice(from));
  return {
    text: parts.join(''),
    at: (position) => {
      const index = lastAtMost(ends, position);
      const shift = shifts[index] ?? 0;
      // Inside a replacement of several characters: its beginning.
      const next = starts[index + 1];
      return next !== undefined && position > next ? next + shift : position + shift;
    },
  };
}

/** Index of the last value that is at most `limit`, or -1; values rise. */
function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
