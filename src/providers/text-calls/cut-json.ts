import { matchAt, skipBlank } from './notation.js';

/** A key of an object that was cut, with its value when that is a text that ends. */
export interface KnownPart {
  key: string;
  text?: string;
}

const KEY = /(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|([A-Za-z_]\w*))\s*:\s*/y;
const TEXT = /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'/y;
/** Whatever a value holds besides brackets and texts. */
const PLAIN = /[^"'{}[\],]+/y;

/**
 * What is certain of an object that begins at `at` and whose end did not come: its own keys, in order, as far as they can be read.
 * Stops where the text is not written as JSON writes it, so it may know less than there is, never more.
 */
export function partsOfCut(text: string, at: number): KnownPart[] {
  const parts: KnownPart[] = [];
  for (let place = skipBlank(text, at + 1); ; place = skipBlank(text, place + 1)) {
    const key = matchAt(KEY, text, place);
    if (!key) return parts;
    const value = place + key[0].length;
    const ended = matchAt(TEXT, text, value);
    const part: KnownPart = { key: key[1] ?? key[2] ?? key[3] ?? '' };
    if (ended && value + ended[0].length < text.length) part.text = ended[1] ?? ended[2] ?? '';
    parts.push(part);
    place = skipBlank(text, endOfValue(text, value));
    if (text[place] !== ',') return parts;
  }
}

/** Behind a value; the end of the text when it does not end, or is none. */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  let place = at;
  while (place < text.length) {
    const here = text[place] ?? '';
    if (here === ',' && depth === 0) return place;
    if ('}]'.includes(here) && depth === 0) return text.length;
    const piece = here === '"' || here === "'" ? matchAt(TEXT, text, place) : matchAt(PLAIN, text, place);
    if ('{['.includes(here)) depth += 1;
    else if ('}]'.includes(here)) depth -= 1;
    else if (!piece && here !== ',') return text.length;
    place += piece?.[0].length ?? 1;
  }
  return place;
}
