import type { FoldedText } from './folded-text.js';

/** Places where `wanted` stands in the folded text, as offsets of the original; they may overlap. */
export function findExact(original: string, folded: FoldedText, wanted: string): Array<{ start: number; end: number }> {
  const places: Array<{ start: number; end: number }> = [];
  if (wanted === '') return places;
  for (let at = folded.text.indexOf(wanted); at >= 0; at = folded.text.indexOf(wanted, at + 1)) {
    const start = folded.at(at);
    const end = folded.at(at + wanted.length);
    if (start < end && !splitsCharacter(original, start) && !splitsCharacter(original, end)) places.push({ start, end });
  }
  return places;
}

/** Between the halves of a surrogate pair, or of a `\r\n`. */
function splitsCharacter(text: string, position: number): boolean {
  const before = text.charCodeAt(position - 1);
  const after = text.charCodeAt(position);
  return (before === 13 && after === 10) || (before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff);
}
