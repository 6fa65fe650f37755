import { cleanForTerminal } from '../../lib/sanitize.js';

/** Prints data for programs (one JSON value) or lines for people. Listings hold untrusted text, so they are always cleaned. */
export function printData(json: boolean | undefined, data: unknown, lines: () => readonly string[]): number {
  const text = json ? JSON.stringify(data, null, 2) : lines().map(cleanForTerminal).join('\n');
  if (text !== '') process.stdout.write(`${text}\n`);
  return 0;
}

/** Rows as columns, as wide as their widest cell. */
export function table(rows: ReadonlyArray<readonly string[]>): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
