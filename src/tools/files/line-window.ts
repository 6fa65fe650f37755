/** Lines of a file as the model reads them: numbered, from a window, cut to a budget. */

const MAX_LINE = 2000;

/** The window asked for, as line numbers from 1; a negative start counts from the end. */
export function windowOf(range: { start?: number; end?: number }, total: number): { from: number; to: number } {
  const place = (line: number): number => (line < 0 ? Math.max(1, total + line + 1) : Math.max(1, line));
  const from = place(range.start ?? 1);
  const to = range.end === undefined || range.end === 0 ? total : Math.min(total, place(range.end));
  return { from, to: Math.max(to, Math.min(from, total)) };
}

/** `12| text` a line, as many as fit into `budget` characters, at least one. */
export function numberLines(lines: readonly string[], first: number, budget: number): { text: string; count: number } {
  const width = String(first + lines.length - 1).length;
  const shown: string[] = [];
  let size = 0;
  for (const [index, line] of lines.entries()) {
    const text = `${String(first + index).padStart(width)}| ${line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}… (${line.length - MAX_LINE} more characters)` : line}`;
    if (shown.length > 0 && size + text.length + 1 > budget - 80) break;
    shown.push(text);
    size += text.length + 1;
  }
  return { text: shown.join('\n'), count: shown.length };
}
