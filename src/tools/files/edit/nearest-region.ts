/** What a model needs after a miss: the part of the file it probably meant, with line numbers. */

const MAX_SHOWN = 12;

/** Lines most like `wanted`, numbered; empty when nothing is alike. Costs one pass over the file. */
export function nearestRegion(text: string, wanted: string): string {
  const lines = text.split(/\r?\n/);
  const wantedLines = wanted.split(/\r?\n/).filter((line) => line.trim() !== '');
  const words = new Set(wordsOf(wanted));
  if (words.size === 0 || lines.length === 0) return '';
  const found = lines.map((line) => [...new Set(wordsOf(line))].filter((word) => words.has(word)));
  const frequency = new Map<string, number>();
  for (const line of found) for (const word of line) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  // Rare words say more about a place than common ones.
  const scores = found.map((line) => line.reduce((sum, word) => sum + 1 / (frequency.get(word) ?? 1), 0));
  const height = Math.max(1, Math.min(MAX_SHOWN, wantedLines.length));
  let sum = 0;
  let best = 0;
  let bestEnd = -1;
  for (let end = 0; end < lines.length; end++) {
    sum += scores[end] ?? 0;
    if (end >= height) sum -= scores[end - height] ?? 0;
    if (sum > best + 1e-9) {
      best = sum;
      bestEnd = end;
    }
  }
  if (bestEnd < 0) return '';
  const first = Math.max(0, bestEnd - height);
  const last = Math.min(lines.length - 1, bestEnd + 1, first + MAX_SHOWN + 1);
  const width = String(last + 1).length;
  return lines
    .slice(first, last + 1)
    .map((line, index) => `${String(first + index + 1).padStart(width)}| ${line.slice(0, 200)}`)
    .join('\n');
}

/** Words, and parts of camelCase and snake_case words, in lower case. */
function wordsOf(text: string): string[] {
  return text
    .slice(0, 2000)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 1);
}
