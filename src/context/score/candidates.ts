/** So many of the best files by words get the dearer features; some more for exact names of the query, or because past commits speak of them. */
const BY_WORDS = 80;
const BY_NAMES = 20;
const BY_MESSAGES = 30;
/** Files whose changes are followed to what was changed with them. */
const STRONG = 5;

interface CandidateScores {
  /** How well the words of the query fit. */
  words: Float64Array;
  /** The same for exact names alone: among files that have all of its words, few have the name. */
  names: Float64Array;
  messages: Float64Array | undefined;
}

/** The files that are looked at closely: those named, the best by words, by exact names, by past commits. */
export function chooseCandidates({ words, names, messages }: CandidateScores, named: ReadonlySet<number>): number[] {
  return [...new Set([...named, ...best(words, BY_WORDS), ...best(names, BY_NAMES), ...(messages ? best(messages, BY_MESSAGES) : [])])];
}

/** The few best with their share of the best score. */
export function strongest(scores: Float64Array, pool: readonly number[]): Map<number, number> {
  const sorted = [...pool].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const most = highest(scores, pool);
  return new Map(sorted.slice(0, STRONG).map((file) => [file, (scores[file] ?? 0) / most]));
}

/** 1 for the best of the pool, falling with the place; equals share the place of the first. */
export function byPlace(scores: Float64Array, pool: readonly number[]): (file: number) => number {
  const scoreOf = (file: number | undefined): number => (file === undefined ? 0 : (scores[file] ?? 0));
  const sorted = [...pool].sort((a, b) => scoreOf(b) - scoreOf(a));
  const places = new Map<number, number>();
  let shared = 0;
  sorted.forEach((file, place) => {
    if (scoreOf(file) < scoreOf(sorted[shared])) shared = place;
    places.set(file, shared);
  });
  return (file) => 1 / (1 + (places.get(file) ?? BY_WORDS) / 3);
}

/** How far a file stands out of the pool, in quarters of the usual distance from the middle: what a share of the best does not tell when all are alike. */
export function standingOut(measure: (file: number) => number, pool: readonly number[]): (file: number) => number {
  const size = Math.max(1, pool.length);
  let sum = 0;
  for (const file of pool) sum += measure(file);
  const mean = sum / size;
  let squares = 0;
  for (const file of pool) squares += (measure(file) - mean) ** 2;
  const spread = Math.sqrt(squares / size);
  return (file) => (spread > 1e-9 ? (measure(file) - mean) / spread / 4 : 0);
}

/** Never 0, so that it can divide. */
export function maximum(values: ArrayLike<number>): number {
  let most = 1e-9;
  for (let at = 0; at < values.length; at++) most = Math.max(most, values[at] ?? 0);
  return most;
}

/** The highest score in the pool; never 0. */
export function highest(scores: Float64Array, pool: readonly number[]): number {
  let most = 1e-9;
  for (const file of pool) most = Math.max(most, scores[file] ?? 0);
  return most;
}

/** Numbers alone sort far faster than files by their numbers: so the worst score that is still among the best is found first. */
function best(scores: Float64Array, most: number): number[] {
  const least = scores.length > most ? (scores.slice().sort()[scores.length - most] ?? 0) : 0;
  const chosen: number[] = [];
  for (let file = 0; file < scores.length; file++) {
    const score = scores[file] ?? 0;
    if (score > 0 && score >= least) chosen.push(file);
  }
  return chosen.sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0)).slice(0, most);
}
