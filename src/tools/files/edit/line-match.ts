import { type Block, replaceLines } from './block.js';
import type { Source } from './source.js';
import type { Replacement } from './types.js';

/** A match may be there and yet not be usable: then it is refused, not looked for on a looser step. */
export interface Candidates {
  places: Replacement[];
  /** Lines that match but cannot be re-indented. */
  unusable: number;
}

/** Whole lines that are equal once white space at both ends of each line is left out. */
export function findTrimmed(source: Source, block: Block, newText: string): Candidates {
  const wanted = block.lines.map((line) => line.trim());
  const [head] = wanted;
  const result: Candidates = { places: [], unusable: 0 };
  if (head === undefined) return result;
  for (const first of source.lineIndex.get(head) ?? []) {
    if (!wanted.every((line, index) => source.lines[first + index]?.trimmed === line)) continue;
    const place = replaceLines(source, block, first, first + wanted.length - 1, newText);
    if (place) result.places.push(place);
    else result.unusable++;
  }
  return result;
}
