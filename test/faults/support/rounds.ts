/** Rounds of each kill test: a few in `npm test`, `npm run test:faults` asks for at least 200 over all of them. */
export const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 3);

/** Printed with every failure; `FAULT_SEED=n` plays the same rounds again. */
export const SEED = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);

export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from 0 up to, but without, `end`. */
  below(end: number): number;
  pick<T>(list: readonly T[]): T;
}

/** A small seeded generator (mulberry32): the same seed gives the same rounds. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return { next, below, pick: (list) => list[below(list.length)] as (typeof list)[number] };
}
