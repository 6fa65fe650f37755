/** Names of tools and arguments as weak models write them. */

const PREFIXES = /^(?:functions?|default_api|tools?)[.:/]/i;

/** Equal for names that differ only in case, `_`, `-`, or a namespace some models put before them. */
export function plainName(name: string): string {
  return name
    .trim()
    .replace(PREFIXES, '')
    .replace(/[_\-\s]/g, '')
    .toLowerCase();
}

/** The candidate closest to `name`, when it is close enough to be meant. */
export function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = plainName(name);
  let best: string | undefined;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, plainName(candidate), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance, or `limit` when it is not below it. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      const value = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      current.push(value);
      if (value < least) least = value;
    }
    if (least >= limit) return limit;
    previous = current;
  }
  return Math.min(limit, previous[b.length] ?? limit);
}
