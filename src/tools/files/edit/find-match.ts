import { blockOf } from './block.js';
import { findClose } from './close-match.js';
import { findExact } from './exact-match.js';
import { foldLineEndings, foldTypography } from './folded-text.js';
import { withLocalEndings } from './line-endings.js';
import { type Candidates, findTrimmed } from './line-match.js';
import type { Source } from './source.js';
import { findSpaced } from './space-match.js';
import { strippedVariants } from './strip-copied.js';
import type { Match, Replacement, Step, TextEdit } from './types.js';

/** All places of the first step that has any; undefined when none has. Whether one is enough is for the caller to say. */
export function findMatch(source: Source, edit: TextEdit): Match | undefined {
  const found = climb(source, edit, true);
  if (found) return found;
  for (const { edit: stripped, what } of strippedVariants(edit)) {
    const match = climb(source, stripped, false);
    if (match) return { ...match, stripped: what };
  }
  return undefined;
}

function climb(source: Source, { old_text, new_text }: TextEdit, mayBeClose: boolean): Match | undefined {
  const { original } = source;
  const literal = (places: Array<{ start: number; end: number }>): Replacement[] => places.map((place) => ({ ...place, text: new_text }));
  const plainEndings = foldLineEndings(old_text).text;
  const plain = foldTypography(old_text).text;
  const block = blockOf(old_text);
  const steps: Array<[Step, () => Candidates]> = [
    ['exact', () => usable(literal(findExact(original, { text: original, at: (position) => position }, old_text)))],
    ['line endings', () => usable(literal(findExact(original, source.endings, plainEndings)))],
    ['typographic characters', () => usable(literal(findExact(original, source.folded, plain)))],
  ];
  if (old_text.trim() !== '') {
    steps.push(['white space at line ends', () => findTrimmed(source, block, new_text)], ['white space', () => findSpaced(source, block, old_text, new_text)]);
    if (mayBeClose) steps.push(['close', () => findClose(source, block, new_text)]);
  }
  for (const [step, find] of steps) {
    const { places, unusable } = find();
    // A place that matches but cannot be changed safely counts against uniqueness.
    if (unusable > 0) return places.length === 0 ? undefined : { step, places: [...places, ...places] };
    if (places.length > 0) return { step, places: places.map((place) => ({ ...place, text: withLocalEndings(place.text, original, place.start, place.end) })) };
  }
  return undefined;
}

function usable(places: Replacement[]): Candidates {
  return { places, unusable: 0 };
}
