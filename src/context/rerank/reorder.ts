import type { Ranked } from '../score/rank.js';

/** Worth of one standard deviation of similarity, on the scale of the ranking's scores: it settles what is close, and overturns nothing clear. */
const WORTH = 0.6;
/** Similarities that differ less than this (standard deviation) differ by chance. */
const LEAST_SPREAD = 0.03;

/**
 * Orders the first files anew by their score and how near they are to the query; the rest follows as it was. `similarities`: one number for each
 * of the first files, -1 to 1. The scores stay with the places, so that the list still falls. Pure.
 */
export function reorder(ranked: readonly Ranked[], similarities: readonly number[], model: string): Ranked[] {
  const first = ranked.slice(0, similarities.length);
  if (first.length === 0) return [...ranked];
  const mean = similarities.reduce((sum, value) => sum + value, 0) / similarities.length;
  const variance = similarities.reduce((sum, value) => sum + (value - mean) ** 2, 0) / similarities.length;
  const spread = Math.max(LEAST_SPREAD, Math.sqrt(variance));
  const blended = first
    .map((entry, index) => ({ entry, similarity: similarities[index] ?? mean }))
    .map(({ entry, similarity }) => ({ entry, similarity, score: entry.score + (WORTH * (similarity - mean)) / spread }))
    .sort((a, b) => b.score - a.score);
  const moved = blended.map(
    ({ entry, similarity }, place): Ranked => ({
      ...entry,
      score: first[place]?.score ?? entry.score,
      reasons: [...entry.reasons, `similarity ${similarity.toFixed(2)} (${model})`],
    }),
  );
  return [...moved, ...ranked.slice(first.length)];
}

/** Cosine of the angle between two vectors; 0 when one has no direction. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let index = 0; index < a.length; index++) {
    const x = a[index] ?? 0;
    const y = b[index] ?? 0;
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return lengthA > 0 && lengthB > 0 ? product / Math.sqrt(lengthA * lengthB) : 0;
}
