/** What `echo` and `printf` with plain words print, from the words as written; undefined for other commands. */
export function printedText(command: string): string | undefined {
  const words = /^\s*(?:echo|printf)\s+(?:-[neE]+\s+)?(.*)$/s.exec(command)?.[1];
  return words
    ?.replace(/["']/g, '')
    .replace(/%[sb]\s*/g, '')
    .replace(/\\[n0]/g, ' ')
    .trim();
}
