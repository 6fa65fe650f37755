/** So many of the best files make their folders strong. */
const STRONG = 8;
/** A file whose score is so much lower counts a third as much. */
const FALL = 2;

/**
 * How strong the other files in a file's folder are, 0 when none of the best lies there. Files of one folder belong together in every language;
 * in Go and Java they see each other without an import. `scores`: without this one, highest is best.
 */
export function besideStrong(entries: ReadonlyArray<{ path: string; score: number }>): number[] {
  const best = [...entries].sort((a, b) => b.score - a.score).slice(0, STRONG);
  const top = best[0]?.score ?? 0;
  const folders = new Map<string, number>();
  const own = new Map<string, number>();
  for (const { path, score } of best) {
    const strength = Math.exp((score - top) / FALL);
    own.set(path, strength);
    folders.set(folderOf(path), (folders.get(folderOf(path)) ?? 0) + strength);
  }
  return entries.map(({ path }) => Math.log1p(Math.max(0, (folders.get(folderOf(path)) ?? 0) - (own.get(path) ?? 0))));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
