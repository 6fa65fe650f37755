const COMMENT_LINE = /^[ \t]*(?:\/\/|\/\*|\*|#(?![![]|include|define|if|end|else|pragma)|--\s|"""|'''|<!--|;;)/;
const NEW_LINE = 10;

/** Of an ASCII character: 0 no part of a word, 1 not its first, 2 anywhere. */
const PLACES = new Uint8Array(128);
for (let code = 0; code < PLACES.length; code++) {
  const character = String.fromCharCode(code);
  if (/[A-Za-z_$]/.test(character)) PLACES[code] = 2;
  else if (/\d/.test(character)) PLACES[code] = 1;
}

/** Calls back for every word of a text of code, in order, with its line (from 1) and whether that line looks like a comment. */
export function scanWords(text: string, use: (word: string, line: number, comment: boolean) => void): void {
  const { length } = text;
  let line = 1;
  let comment = COMMENT_LINE.test(text.slice(0, 40));
  for (let at = 0; at < length; ) {
    const code = text.charCodeAt(at);
    if (placeOf(code) !== 2) {
      at++;
      if (code !== NEW_LINE) continue;
      line++;
      comment = startsComment(text, at);
      continue;
    }
    const start = at;
    do at++;
    while (at < length && placeOf(text.charCodeAt(at)) !== 0);
    use(text.slice(start, at), line, comment);
  }
}

function startsComment(text: string, at: number): boolean {
  for (let first = at; first < text.length; first++) {
    const code = text.charCodeAt(first);
    if (code === 32 || code === 9) continue;
    // / * # - " ' < ;
    const possible = code === 47 || code === 42 || code === 35 || code === 45 || code === 34 || code === 39 || code === 60 || code === 59;
    return possible && COMMENT_LINE.test(text.slice(first, first + 12));
  }
  return false;
}

function placeOf(code: number): number {
  if (code < 128) return PLACES[code] ?? 0;
  return isLetterBeyondAscii(code) ? 2 : 0;
}

/** Letters of all scripts; signs and punctuation of the common blocks are not. */
function isLetterBeyondAscii(code: number): boolean {
  return (
    code > 0xbf &&
    code !== 0xd7 &&
    code !== 0xf7 &&
    (code < 0x2000 || code > 0x2bff) &&
    (code < 0x3000 || code > 0x303f) &&
    (code < 0xfe10 || code > 0xfe6f) &&
    (code < 0xff00 || code > 0xff20)
  );
}
