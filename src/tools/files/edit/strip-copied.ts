import type { TextEdit } from './types.js';

/** What a model copies along with the text of a file: the numbers of a listing, a code fence round it. */

export interface StrippedEdit {
  edit: TextEdit;
  what: 'line numbers' | 'code fence';
}

/** The edit without what was copied along; empty when there is nothing to take off. Tried only when the text does not fit as it is. */
export function strippedVariants(edit: TextEdit): StrippedEdit[] {
  const variants: StrippedEdit[] = [];
  const unfenced = withoutFence(edit.old_text);
  if (unfenced !== undefined)
    variants.push({ what: 'code fence', edit: { ...edit, old_text: unfenced, new_text: withoutFence(edit.new_text) ?? edit.new_text } });
  const unnumbered = withoutNumbers(edit.old_text);
  if (unnumbered === undefined) return variants;
  const isNew = withoutNumbers(edit.new_text);
  // Some lines of new text with numbers and some without: nobody knows what is meant.
  if (isNew === undefined && /^\s*\d+(?:\||:|\t|→)/m.test(edit.new_text) && !/^\s*\d+(?:\||:|\t|→)/m.test(unnumbered)) return variants;
  variants.push({ what: 'line numbers', edit: { ...edit, old_text: unnumbered, new_text: isNew ?? edit.new_text } });
  return variants;
}

function withoutFence(text: string): string | undefined {
  const match = /^\s*(```+|~~~+)[\w+.#-]*[^\S\n]*\n([\s\S]*?)\n?[^\S\n]*\1[^\S\n]*\n?$/.exec(text.replaceAll('\r\n', '\n'));
  const inner = match?.[2];
  return inner === undefined || inner.trim() === '' ? undefined : inner;
}

const NUMBERED = /^\s*(\d+)(\||:|\t|→)(.*)$/s;

/** Every line must carry a number, rising one by one, with the same sign after it. */
function withoutNumbers(text: string): string | undefined {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const endsWithNewline = lines.length > 1 && lines.at(-1) === '';
  if (endsWithNewline) lines.pop();
  const parts = lines.map((line) => NUMBERED.exec(line));
  const bodies: string[] = [];
  const [first] = parts;
  if (!first) return undefined;
  for (const [index, part] of parts.entries()) {
    if (!part || Number(part[1]) !== Number(first[1]) + index || part[2] !== first[2]) return undefined;
    bodies.push(part[3] ?? '');
  }
  const spaced = first[2] !== '\t' && bodies.every((body) => body === '' || body.startsWith(' '));
  return `${bodies.map((body) => (spaced ? body.slice(1) : body)).join('\n')}${endsWithNewline ? '\n' : ''}`;
}
