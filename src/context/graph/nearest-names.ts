/** Up to `most` of the names that look most like the wanted one: small edit distance, or one inside the other. */
export function nearestNames(wanted: string, names: Iterable<string>, most = 5): string[] {
  const target = wanted.toLowerCase();
  const limit = Math.max(2, Math.floor(target.length / 3));
  const found: Array<{ name: string; distance: number }> = [];
  for (const name of names) {
    const candidate = name.toLowerCase();
    if (candidate === target) found.push({ name, distance: 0 });
    else if (target.length > 3 && candidate.length > 3 && (candidate.includes(target) || target.includes(candidate)))
      found.push({ name, distance: 1 + Math.abs(candidate.length - target.length) / 10 });
    else if (Math.abs(candidate.length - target.length) <= limit) {
      const distance = editDistance(target, candidate);
      if (distance <= limit) found.push({ name, distance });
    }
  }
  return found
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

/** Insertions, deletions, replacements and swaps of neighbours that make one text the other. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min((last[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? 0;
}
