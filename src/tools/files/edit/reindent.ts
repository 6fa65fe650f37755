/** Moves new text to where the file has the block: level by level, in the file's own tabs or blanks. */

export interface IndentPair {
  /** Leading white space of a line of `old_text`, and of the line of the file it matched. */
  old: string;
  file: string;
}

/**
 * `text` as it would be indented if it had been written for the file. Undefined when the block's lines do not stand in one
 * relation to the file's (then nobody can say where new lines belong). Empty lines stay empty.
 */
export function reindent(text: string, pairs: readonly IndentPair[], fileUnit: string): string | undefined {
  if (pairs.every(({ old, file }) => old === file)) return text;
  const [first, ...others] = pairs;
  if (first && others.length > 0 && others.every(({ old, file }) => old === file)) return moveFirstLine(text, first);
  const table = new Map<string, string>();
  for (const { old, file } of pairs) {
    const known = table.get(old);
    if (known !== undefined && known !== file) return undefined;
    table.set(old, file);
  }
  const move = mover(table, indentsOf(text), fileUnit);
  return text
    .split('\n')
    .map((line) => {
      const indent = indentOf(line);
      return indent === line.replace(/\r$/, '') ? (line.trim() === '' ? '' : line) : `${move(indent)}${line.slice(indent.length)}`;
    })
    .join('\n');
}

/** Copied from the first word on: only the first line lacks its indentation. */
function moveFirstLine(text: string, { old, file }: IndentPair): string {
  return indentOf(text) === old ? `${file}${text.slice(old.length)}` : text;
}

export function indentOf(line: string): string {
  return /^[^\S\r\n]*/.exec(line)?.[0] ?? '';
}

/** The indentation step of a text: a tab, or the blanks most lines go deeper by. */
export function indentUnit(text: string): string {
  const counts = new Map<number, number>();
  let tabs = 0;
  let blanks = 0;
  let previous = 0;
  for (const line of text.split('\n', 4000)) {
    if (line.trim() === '') continue;
    const indent = indentOf(line);
    if (indent.startsWith('\t')) tabs++;
    else if (indent !== '') blanks++;
    const deeper = indent.length - previous;
    if (deeper > 0 && !indent.includes('\t')) counts.set(deeper, (counts.get(deeper) ?? 0) + 1);
    previous = indent.length;
  }
  if (tabs > blanks) return '\t';
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [4];
  return ' '.repeat(best);
}

function mover(table: ReadonlyMap<string, string>, newIndents: readonly string[], fileUnit: string): (indent: string) => string {
  const known = [...table].map(([old, file]) => ({ old: columns(old), file })).sort((a, b) => a.old - b.old);
  const scale = scaleOf(known, newIndents, fileUnit);
  return (indent) => {
    const exact = table.get(indent);
    if (exact !== undefined) return exact;
    const width = columns(indent);
    const below = known.findLast(({ old }) => old <= width) ?? known[0];
    if (!below) return indent;
    const levels = (width - below.old) / scale.oldUnit;
    if (levels >= 0) return `${below.file}${scale.fileUnit.repeat(Math.floor(levels))}${' '.repeat(Math.round((levels - Math.floor(levels)) * scale.oldUnit))}`;
    return below.file.slice(0, Math.max(0, below.file.length - Math.round(-levels * scale.fileUnit.length)));
  };
}

/** One level of the model's text, in columns, and one level of the file, as it writes it. */
function scaleOf(known: ReadonlyArray<{ old: number; file: string }>, newIndents: readonly string[], fileUnit: string): { oldUnit: number; fileUnit: string } {
  const first = known[0];
  const last = known.at(-1);
  if (!first || !last) return { oldUnit: 1, fileUnit: ' ' };
  const usesTabs = last.file.includes('\t') || (last.file === '' && fileUnit === '\t');
  const modelUsesTabs = newIndents.some((indent) => indent.includes('\t'));
  const stepsOld = last.old - first.old;
  const stepsFile = last.file.length - first.file.length;
  if (stepsOld > 0 && stepsFile > 0) {
    if (usesTabs) return { oldUnit: stepsOld / stepsFile, fileUnit: '\t' };
    // Two blanks a level against four: every column counts twice.
    if (stepsFile % stepsOld === 0) return { oldUnit: 1, fileUnit: ' '.repeat(stepsFile / stepsOld) };
    const unit = greatestDivisor([stepsOld, ...newIndents.map((indent) => columns(indent) - first.old)]);
    const scaled = (unit * stepsFile) / stepsOld;
    if (Number.isInteger(scaled) && scaled > 0) return { oldUnit: unit, fileUnit: ' '.repeat(scaled) };
  }
  if (usesTabs === modelUsesTabs && !usesTabs) return { oldUnit: 1, fileUnit: ' ' };
  if (usesTabs && modelUsesTabs) return { oldUnit: TAB, fileUnit: '\t' };
  if (usesTabs) {
    // One level is known at most: as many blanks as go into one tab there, else the step of the new text.
    const perTab = last.old > 0 && last.file.length > 0 && last.old % last.file.length === 0 ? last.old / last.file.length : 0;
    const step = greatestDivisor(newIndents.map((indent) => Math.abs(columns(indent) - first.old)));
    return { oldUnit: perTab || step || 4, fileUnit: '\t' };
  }
  const perLevel = last.old > 0 && last.file.length > 0 && last.file.length % (last.old / TAB) === 0 ? last.file.length / (last.old / TAB) : fileUnit.length;
  return { oldUnit: TAB, fileUnit: fileUnit === '\t' ? ' '.repeat(4) : ' '.repeat(perLevel || 4) };
}

/** A tab of the model's text counts as this many columns. */
const TAB = 8;

function columns(indent: string): number {
  let width = 0;
  for (const character of indent) width += character === '\t' ? TAB : 1;
  return width;
}

function indentsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [indentOf(line)]));
}

function greatestDivisor(values: readonly number[]): number {
  return values.reduce((a, b) => {
    let [x, y] = [Math.abs(a), Math.abs(b)];
    while (y > 0) [x, y] = [y, x % y];
    return x;
  }, 0);
}
