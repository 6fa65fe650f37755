import { cleanForTerminal } from '../../lib/sanitize.js';
import { textWidth } from '../../lib/text-width.js';

/** Prints data for programs (one JSON value) or lines for people. Listings hold untrusted text, so they are always cleaned. */
export function printData(json: boolean | undefined, data: unknown, lines: () => readonly string[]): number {
  const text = json ? JSON.stringify(data, null, 2) : lines().map(cleanForTerminal).join('\n');
  if (text !== '') process.stdout.write(`${text}\n`);
  return 0;
}

/** Rows as columns, as wide as their widest cell on the screen. A row is a line: a new line within a cell (names of files can hold one) is shown as `\\n`. */
export function table(rows: ReadonlyArray<readonly string[]>): string[] {
  const cells = rows.map((row) => row.map((cell) => cell.replaceAll('\n', '\\n')));
  const widths: number[] = [];
  for (const row of cells) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
  const pad = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - textWidth(cell)));
  return cells.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : pad(cell, widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
