import { expect } from 'vitest';

const SMALLEST_MS = 40;

/**
 * The work for an input twice as large takes about twice as long: a square law would take 16 times as long for four times the input. Measured in
 * processor time of this process, the best of some tries; what takes no time at all says nothing and passes.
 */
export async function expectLinear(make: (size: number) => string, work: (text: string) => unknown, size: number): Promise<void> {
  const small = await best(make(size), work);
  const large = await best(make(size * 4), work);
  expect(large, `${size} characters: ${small.toFixed(1)} ms, four times as many: ${large.toFixed(1)} ms`).toBeLessThan(Math.max(SMALLEST_MS, small) * 11);
}

async function best(text: string, work: (text: string) => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3; attempt++) {
    const before = process.cpuUsage();
    await work(text);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}
