import { distance } from '../../lib/nearest.js';

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
      const edits = distance(target, candidate, limit);
      if (edits <= limit) found.push({ name, distance: edits });
    }
  }
  return found
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}
