const WORD = /(?:[\w.-]+=)?(?:"[^"]*"|'[^']*')(?=\s|$)|\S+/g;
const QUOTED = /^((?:[\w.-]+=)?)(["'])([\s\S]*)\2$/;

/** Words, where quotes around a word (or the value of `name=`) keep several together; an apostrophe inside one is a letter. */
export function splitWords(text: string): string[] {
  return (text.match(WORD) ?? []).map((word) => word.replace(QUOTED, '$1$3'));
}
