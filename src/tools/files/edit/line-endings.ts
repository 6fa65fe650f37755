/** New text takes the line endings of the place it comes to stand in. */

/** `text` may have any endings; `original.slice(start, end)` is what it replaces. */
export function withLocalEndings(text: string, original: string, start: number, end: number): string {
  const plain = text.replaceAll('\r\n', '\n');
  if (!plain.includes('\n') || !original.includes('\r\n')) return plain;
  const replaced = original.slice(start, end);
  const oldLines = splitLines(replaced);
  const oldEndings = oldLines.flatMap(({ ending }) => (ending === '' ? [] : [ending]));
  const local = oldEndings[0] ?? endingNear(original, start, end);
  if (oldEndings.every((ending) => ending === local)) return plain.replaceAll('\n', local);
  return alignEndings(plain, oldLines, local);
}

/** A whole new text with the endings of the old one, where all of that had CRLF: editors add lines without. */
export function withEndingsOf(original: string, text: string): string {
  const isWindows = original.includes('\r\n') && !/(^|[^\r])\n/.test(original);
  return isWindows ? text.replace(/\r?\n/g, '\r\n') : text;
}

/** A place with mixed endings: lines that stay keep theirs, the others take that of the line before them. */
function alignEndings(plain: string, oldLines: ReadonlyArray<{ text: string; ending: string }>, local: string): string {
  const lines = plain.split('\n');
  const last = lines.length - 1;
  const sameCount = oldLines.length === lines.length;
  const endings: string[] = [];
  for (let index = 0; index < last; index++) {
    const fromEnd = oldLines.length - (lines.length - index);
    const front = oldLines[index];
    const back = oldLines[fromEnd];
    const kept = (front?.text === lines[index] || sameCount ? front : undefined) ?? (back?.text === lines[index] ? back : undefined);
    endings.push(kept?.ending || endings.at(-1) || local);
  }
  return lines.map((line, index) => (index < last ? `${line}${endings[index]}` : line)).join('');
}

/** The ending of the line the place stands in, else of the line before, else `\n`. */
function endingNear(original: string, start: number, end: number): string {
  const next = original.indexOf('\n', end);
  if (next >= 0) return original[next - 1] === '\r' ? '\r\n' : '\n';
  const previous = original.lastIndexOf('\n', start - 1);
  return previous > 0 && original[previous - 1] === '\r' ? '\r\n' : '\n';
}

function splitLines(text: string): Array<{ text: string; ending: string }> {
  return text.split('\n').map((line, index, all) => {
    const isLast = index === all.length - 1;
    const hasReturn = !isLast && line.endsWith('\r');
    return { text: hasReturn ? line.slice(0, -1) : line, ending: isLast ? '' : hasReturn ? '\r\n' : '\n' };
  });
}
