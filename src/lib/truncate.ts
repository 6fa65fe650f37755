/** Cuts at whole lines to at most `budget` characters and says how many lines are left out. `advice` tells how to get them. */
export function truncateLines(text: string, budget: number, advice = ''): string {
  if (text.length <= budget) return text;
  const lines = text.split('\n');
  const kept: string[] = [];
  let size = 0;
  for (const line of lines) {
    if (size + line.length + 1 > budget) break;
    kept.push(line);
    size += line.length + 1;
  }
  if (kept.length === 0) return `${sliceWhole(text, budget)}… (${text.length - budget} more characters${advice && ` ${advice}`})`;
  const left = lines.length - kept.length;
  return `${kept.join('\n')}\n… ${left} more ${left === 1 ? 'line' : 'lines'}${advice && ` (${advice})`}`;
}

/** The first `length` UTF-16 units, never half a surrogate pair. */
export function sliceWhole(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}

/** One line, at most `length` characters, for labels and lists. */
export function oneLine(text: string, length: number): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  return flat.length <= length ? flat : `${sliceWhole(flat, length - 1)}…`;
}
