import { stem } from './stem.js';

/** Longest word that is indexed; longer ones are data, not language. */
const LONGEST = 48;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/gu;
const ASCII_WORD = /[A-Za-z_$][A-Za-z0-9_$]*/g;
const PART = /\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+|\p{Lu}+|\d+/gu;
const ASCII_PART = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g;
const REMEMBERED = 16_000;

/** Terms of one written word: the stems of its parts, and `=whole` (lower case) when it has several or when it is a name. */
export interface WordTerms {
  stems: readonly string[];
  /** Set when the word is made of several parts: camelCase, snake_case, with digits. */
  whole?: string;
}

const known = new Map<string, WordTerms>();
const stemmed = new Map<string, string>();

/** Splits `parseArgs2`, `parse_args` and `PARSE-ARGS` into the same stems. Results are remembered: code repeats itself. */
export function termsOf(word: string): WordTerms {
  const found = known.get(word);
  if (found) return found;
  const terms = splitTerms(word);
  if (known.size >= REMEMBERED) known.clear();
  known.set(word, terms);
  return terms;
}

/** As `termsOf`, for those who remember by themselves. */
export function splitTerms(word: string): WordTerms {
  const parts = splitWord(word);
  const stems = parts.filter((part) => part.length > 1 && part.length <= LONGEST && !isNumber(part)).map(stemOf);
  return parts.length > 1 && word.length <= LONGEST ? { stems, whole: wholeTerm(word) } : { stems };
}

/** Names are new all the time, the words they are made of hardly ever. */
function stemOf(part: string): string {
  let found = stemmed.get(part);
  if (found === undefined) {
    found = stem(part);
    if (stemmed.size >= REMEMBERED) stemmed.clear();
    stemmed.set(part, found);
  }
  return found;
}

/** Exact names live beside the stems, marked so that they do not mix. `parse_args` and `parseArgs` are the same name. */
export function wholeTerm(name: string): string {
  return `=${name.toLowerCase().replace(/[_$\-\s.]/g, '')}`;
}

/** Lower-case parts of a name. */
function splitWord(word: string): string[] {
  return Array.from(word.match(isAscii(word) ? ASCII_PART : PART) ?? [], (part) => part.toLowerCase());
}

/** Calls back for every word of a text, with where it starts. */
export function eachWord(text: string, use: (word: string, at: number) => void): void {
  const pattern = isAscii(text) ? ASCII_WORD : WORD;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) use(match[0], match.index);
}

/** Stems of all words of a text, in order, with repetitions. */
export function stemsOf(text: string): string[] {
  const stems: string[] = [];
  eachWord(text, (word) => stems.push(...termsOf(word).stems));
  return stems;
}

/** A part is all digits or has none. */
function isNumber(part: string): boolean {
  return part.charCodeAt(0) <= 57;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}
