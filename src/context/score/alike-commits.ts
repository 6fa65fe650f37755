/** So many of the past commits that are most like the query have a vote. */
const VOTERS = 10;
/** So many are looked at for the one that is most like it. */
const ALIKE = 30;

/** How like the query a commit's message is, and the files it touched: indexes in the collection, undefined for those that are gone. */
export interface AlikeCommit {
  likeness: number;
  files: ReadonlyArray<number | undefined>;
}

export interface Votes {
  /** Votes of the few commits that are most like the query; one that touched many files says less about each. */
  votes: Float64Array;
  /** Likeness of the best commit that touched the file, if it is among the best of all. */
  likeness: Float64Array;
}

/** What the messages most like the query say: a fault is often mended where one like it was. */
export function voteOfCommits(commits: readonly AlikeCommit[], size: number): Votes {
  const result: Votes = { votes: new Float64Array(size), likeness: new Float64Array(size) };
  const best = [...commits].sort((a, b) => b.likeness - a.likeness).slice(0, ALIKE);
  const most = best[0]?.likeness ?? 1;
  for (const [place, { likeness, files }] of best.entries()) {
    const vote = place < VOTERS ? (likeness / most) ** 2 / Math.sqrt(files.length) : 0;
    for (const file of files) {
      if (file === undefined) continue;
      result.votes[file] = (result.votes[file] ?? 0) + vote;
      result.likeness[file] = Math.max(result.likeness[file] ?? 0, likeness);
    }
  }
  return result;
}
