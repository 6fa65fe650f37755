/** No server has counted further; sums of such figures stay whole numbers that JSON carries. */
const LARGEST = 1e12;

/** A figure a server reports: 0 for what is missing, negative or no number. */
export function figure(value: unknown): number {
  return typeof value === 'number' && value > 0 ? Math.min(value, LARGEST) : 0;
}

/** A count a server reports, in whole tokens: sessions and results hold nothing else. */
export function tokenCount(value: unknown): number {
  return Math.round(figure(value));
}
