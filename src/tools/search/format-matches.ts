import { oneLine, sliceWhole } from '../../lib/truncate.js';
import type { SearchResult } from './search-types.js';

const MAX_LINE = 300;
const MAX_MATCHES = 200;
const MAX_COUNTED_FILES = 40;

/** Matches under the name of their file; over the cap, the counts of the files that are not shown whole. */
export function formatMatches(result: SearchResult, budget: number): string {
  const shown: string[] = [];
  let size = 0;
  let count = 0;
  const rest: string[] = [];
  for (const [path, matches] of result.counts) {
    const lines = result.lines.get(path) ?? [];
    const block: string[] = [path];
    let last = 0;
    for (const { line, text, match } of lines) {
      if (last > 0 && line > last + 1 && lines.some((other) => !other.match)) block.push('  …');
      block.push(`  ${line}${match ? ':' : '-'} ${text.length > MAX_LINE ? `${sliceWhole(text, MAX_LINE)}…` : text}`);
      last = line;
    }
    const length = block.join('\n').length + 1;
    if (rest.length === 0 && lines.length > 0 && count + matches <= MAX_MATCHES && size + length <= budget * 0.8) {
      shown.push(...block);
      size += length;
      count += matches;
      continue;
    }
    if (shown.length === 0 && lines.length > 0) {
      const room = block.slice(1, MAX_MATCHES + 1);
      while (room.length > 1 && room.join('\n').length > budget * 0.6) room.splice(Math.ceil(room.length / 2));
      shown.push(path, ...room);
      size += room.join('\n').length;
      count += room.filter((line) => /^ {2}\d+:/.test(line)).length;
    }
    rest.push(`  ${oneLine(path, 200)}: ${matches}`);
  }
  if (rest.length === 0) return shown.join('\n');
  const total = `${result.matches}${result.cut ? '+' : ''} matches in ${result.counts.size} files; ${count} shown. Counts of the others (narrow with path or glob):`;
  const listed = rest.slice(0, MAX_COUNTED_FILES);
  if (rest.length > listed.length) listed.push(`  … ${rest.length - listed.length} more files`);
  return `${shown.join('\n')}\n${total}\n${listed.join('\n')}`;
}
