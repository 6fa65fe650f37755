/**
 * Figures that a server reports. What is missing, negative, no number or beyond all sense is 0, which stands for "not known": a result must not
 * show a slip of the server as a fact.
 */

/** No prompt and no answer has so many; sums over a session stay whole numbers that JSON carries. */
const MOST_TOKENS = 1e9;
/** Milliseconds of a day. */
const LONGEST = 86_400_000;
/** A shorter time (milliseconds) measures the clock, not the machine: an answer of one token takes a few microseconds. */
const SHORTEST_MEASURE = 1;
/** Tokens per second, ten times what the fastest machines do. A prompt that lay in the server's cache seems to be read faster. */
const FASTEST = { reading: 1e6, writing: 1e5 };

/** A count in whole tokens: sessions and results hold nothing else. */
export function tokenCount(value: unknown): number {
  return Math.round(upTo(MOST_TOKENS, value));
}

/** `unit`: how many of the server's units a millisecond has. */
export function milliseconds(value: unknown, unit = 1): number {
  return tenths(upTo(LONGEST, typeof value === 'number' ? value / unit : undefined));
}

/** Tokens per second, as the server says it. */
export function speed(kind: keyof typeof FASTEST, value: unknown): number {
  return tenths(upTo(FASTEST[kind], value));
}

/** Tokens per second out of a count and a time; `unit` as for `milliseconds`. */
export function measuredSpeed(kind: keyof typeof FASTEST, tokens: unknown, time: unknown, unit = 1): number {
  const ms = upTo(LONGEST, typeof time === 'number' ? time / unit : undefined);
  return ms < SHORTEST_MEASURE ? 0 : speed(kind, (upTo(MOST_TOKENS, tokens) / ms) * 1000);
}

function upTo(most: number, value: unknown): number {
  return typeof value === 'number' && value > 0 && value <= most ? value : 0;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
