import { kindOfPath } from '../words/path-kind.js';
import type { RankFile } from './rank-file.js';

/** A bare name that more files have than this names none of them. */
const MOST_NAMESAKES = 3;

/** Files a query names: by their whole path, its end, or the bare name when few files have it. */
export function findNamed(mentions: readonly string[], files: readonly RankFile[]): Set<number> {
  const named = new Set<number>();
  for (const mention of mentions) {
    const wanted = mention.replace(/^\.?\//, '');
    const hits: number[] = [];
    for (const [index, { path }] of files.entries()) if (path === wanted || path.endsWith(`/${wanted}`)) hits.push(index);
    const exact = hits.find((index) => files[index]?.path === wanted);
    if (exact !== undefined) {
      named.add(exact);
      continue;
    }
    // Nobody means a test or a copy that happens to end like the name.
    const { test } = kindOfPath(wanted);
    const meant = hits.filter((index) => !files[index]?.kind.generated && (test || !files[index]?.kind.test));
    if (meant.length <= MOST_NAMESAKES) for (const index of meant) named.add(index);
  }
  return named;
}
