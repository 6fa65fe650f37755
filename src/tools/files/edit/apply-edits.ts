import { ToolError } from '../../../contract/error.js';
import { findElision } from './elision.js';
import { findMatch } from './find-match.js';
import { withLocalEndings } from './line-endings.js';
import { isTextEdit, type RequestedEdit, rangePlace } from './line-range.js';
import { nearestRegion } from './nearest-region.js';
import { createSource, type Source } from './source.js';
import type { Match, Replacement, TextEdit } from './types.js';

export interface AppliedEdits {
  text: string;
  /** How each edit was found, where it was not exact. */
  notes: string[];
  /** Places that were changed. */
  places: number;
}

/**
 * Applies all edits to a text without byte order mark, or throws ToolError (`invalid_args no_match ambiguous_match
 * overlapping_edits elided_content`). All match against the original; everything outside the matched places stays as it is.
 */
export function applyEdits(name: string, original: string, edits: readonly RequestedEdit[]): AppliedEdits {
  const wanted = edits.map((edit) => ({
    ...edit,
    new_text: withoutMark(edit.new_text),
    ...(edit.old_text === undefined ? {} : { old_text: withoutMark(edit.old_text) }),
  }));
  checkEdits(name, original, wanted);
  if (original === '' && wanted.length === 1 && wanted[0]?.old_text === '') return { text: wanted[0].new_text, notes: [], places: 1 };

  const source = createSource(original);
  const notes: string[] = [];
  const replacements: Array<Replacement & { edit: number }> = [];
  for (const [index, edit] of wanted.entries()) {
    const label = wanted.length > 1 ? `edit ${index + 1}: ` : '';
    if (!isTextEdit(edit)) {
      const place = rangePlace(name, original, edit);
      replacements.push({ ...place, text: withLocalEndings(place.text, original, place.start, place.end), edit: index });
      continue;
    }
    const match = findMatch(source, edit);
    if (!match) throw new ToolError('no_match', `${label}${missText(name, source, edit)}`);
    for (const place of choosePlaces(name, label, source, edit, match)) replacements.push({ ...place, edit: index });
    const note = noteOf(match);
    if (note) notes.push(`${label}${note}`);
  }
  return { text: splice(name, original, replacements), notes, places: replacements.length };
}

function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function checkEdits(name: string, original: string, edits: readonly RequestedEdit[]): void {
  if (edits.length === 0) throw new ToolError('invalid_args', 'edits is empty; give at least one {old_text, new_text}');
  for (const [index, { old_text, new_text }] of edits.entries()) {
    const label = edits.length > 1 ? `edit ${index + 1}: ` : '';
    if (old_text === '' && (original !== '' || edits.length > 1)) {
      throw new ToolError('invalid_args', `${label}old_text is empty; copy the text to be replaced from ${name}, or use write for the whole file`);
    }
    if (old_text === new_text) throw new ToolError('invalid_args', `${label}old_text and new_text are the same; nothing would change`);
    const elision = findElision(new_text, old_text ?? original);
    if (elision) {
      throw new ToolError(
        'elided_content',
        `${label}line ${elision.line} of new_text leaves code out ("${elision.text}"); write out all of the code that shall stand there, or edit only the lines that change`,
      );
    }
  }
}

function choosePlaces(name: string, label: string, source: Source, edit: TextEdit, match: Match): Replacement[] {
  if (edit.all) {
    const chosen: Replacement[] = [];
    for (const place of [...match.places].sort((a, b) => a.start - b.start)) if (place.start >= (chosen.at(-1)?.end ?? 0)) chosen.push(place);
    return chosen;
  }
  if (match.places.length === 1) return match.places;
  const lines = lineNumbers(
    source.original,
    match.places.map(({ start }) => start),
  );
  const shown = lines.slice(0, 10).join(', ');
  throw new ToolError(
    'ambiguous_match',
    `${label}old_text is there ${match.places.length} times in ${name} (lines ${shown}${lines.length > 10 ? ', …' : ''}); add lines around it until it is unique, or set all: true to change every one`,
    { lines: lines.slice(0, 100), count: match.places.length },
  );
}

function missText(name: string, source: Source, edit: TextEdit): string {
  const near = nearestRegion(source.original, edit.old_text);
  const advice =
    near === '' ? 'read the file and copy the text exactly' : `the nearest place is:\n${near}\nCopy the text from there exactly, without the line numbers`;
  return `old_text was not found in ${name}; nothing was changed; ${advice}`;
}

function noteOf({ step, stripped }: Match): string | undefined {
  const parts: string[] = [];
  if (stripped) parts.push(`${stripped} taken off`);
  if (step === 'close') parts.push('matched a close but not equal text; check the diff');
  else if (step === 'white space at line ends' || step === 'white space') parts.push('matched with other white space; new text was indented as the file is');
  else if (step === 'typographic characters') parts.push('matched with other quotes, dashes or blanks');
  return parts.length > 0 ? parts.join('; ') : undefined;
}

function splice(name: string, original: string, replacements: Array<Replacement & { edit: number }>): string {
  replacements.sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let position = 0;
  let previous: (Replacement & { edit: number }) | undefined;
  for (const next of replacements) {
    if (previous && next.start < previous.end) {
      const [line] = lineNumbers(original, [next.start]);
      throw new ToolError(
        'overlapping_edits',
        `edits ${previous.edit + 1} and ${next.edit + 1} overlap at line ${line} of ${name}; all edits match the file as it is now, so join the two into one`,
      );
    }
    parts.push(original.slice(position, next.start), next.text);
    position = next.end;
    previous = next;
  }
  parts.push(original.slice(position));
  return parts.join('');
}

/** Line numbers of rising or unsorted offsets, each line once. */
function lineNumbers(text: string, offsets: readonly number[]): number[] {
  const lines: number[] = [];
  let line = 1;
  let position = 0;
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    for (let at = text.indexOf('\n', position); at >= 0 && at < offset; at = text.indexOf('\n', position)) {
      line++;
      position = at + 1;
    }
    if (lines.at(-1) !== line) lines.push(line);
  }
  return lines;
}
