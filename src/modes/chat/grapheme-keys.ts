/** Backspace, left and delete/right: the line editor takes them by code point. */
const BACKWARD = new Set(['\x7f', '\b', '\x1b[D', '\x1bOD']);
const FORWARD = new Set(['\x1b[3~', '\x1b[C', '\x1bOC']);

/** The key as often as the character before (or after) the cursor has code points: a family of emoji goes at once. */
export function wholeCharacter(key: string, line: string, cursor: number): string {
  if (BACKWARD.has(key)) return key.repeat(codePoints(line.slice(0, cursor), -1));
  return FORWARD.has(key) ? key.repeat(codePoints(line.slice(cursor), 0)) : key;
}

function codePoints(text: string, at: 0 | -1): number {
  if (/^[\x20-\x7e]*$/.test(text)) return 1;
  // A character is short; its neighbourhood is enough to find it.
  const near = at === 0 ? text.slice(0, 64) : text.slice(-64);
  const segment = [...new Intl.Segmenter().segment(near)].at(at)?.segment ?? '';
  return Math.max(1, [...segment].length);
}
