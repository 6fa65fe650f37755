/** Words, where quotes keep several together. */
export function splitWords(text: string): string[] {
  return [...text.matchAll(/((?:[^\s"']|"[^"]*"|'[^']*')+|["'])/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, a?: string, b?: string) => a ?? b ?? ''),
  );
}
