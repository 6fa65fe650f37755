import type { ToolCall } from '../contract/message.js';

const WARN_AT = 3;
const REFUSE_AT = 5;

export type LoopVerdict = 'fine' | 'warn' | 'refuse';

/** Notices a model that goes in circles: the same call with the same result, or two calls by turns. */
export class LoopGuard {
  private readonly seen: string[] = [];
  private readonly results = new Map<string, { result: string; count: number; changed: boolean }>();

  /** Before a call runs: has it earned a refusal already? */
  before(call: ToolCall): LoopVerdict {
    const key = keyOf(call);
    this.seen.push(key);
    if ((this.results.get(key)?.count ?? 0) >= REFUSE_AT - 1) return 'refuse';
    return this.alternates() ? 'refuse' : 'fine';
  }

  /** After it ran: `warn` from the third time on that the result is the same. `changed`: it changed files, so what others say counts anew. */
  after(call: ToolCall, result: string, changed: boolean): LoopVerdict {
    const key = keyOf(call);
    if (changed) for (const [other, entry] of this.results) if (!entry.changed) this.results.delete(other);
    const before = this.results.get(key);
    const count = before?.result === result ? before.count + 1 : 1;
    this.results.set(key, { result, count, changed });
    return count >= WARN_AT ? 'warn' : 'fine';
  }

  /** A-B-A-B and A again, with results that did not change. */
  private alternates(): boolean {
    const [a, b, ...rest] = this.seen.slice(-5);
    if (rest.length < 3 || a === b || a === undefined || b === undefined) return false;
    const same = rest.every((key, index) => key === (index % 2 === 0 ? a : b));
    return same && (this.results.get(a)?.count ?? 0) >= 2 && (this.results.get(b)?.count ?? 0) >= 2;
  }
}

function keyOf(call: ToolCall): string {
  return `${call.name} ${JSON.stringify(call.args)}`;
}

/** Characters at the end of a text that are looked at, and how often a piece must stand there to count as a repetition. */
export const REPEAT_TAIL = 6000;
const LONGEST_PIECE = 1000;
/** A short piece needs more repetitions than a paragraph to be a sign. */
const repeatsNeeded = (period: number): number => (period <= 250 ? 8 : 5);

/** True when a text ends in one piece written over and over (a model stuck in its own words). */
export function repeatsItself(text: string): boolean {
  if (text.length < 400) return false;
  const tail = text.slice(-REPEAT_TAIL);
  const end = tail.length;
  for (let period = 4; period <= LONGEST_PIECE; period++) {
    const needed = Math.max((repeatsNeeded(period) - 1) * period, 320);
    if (needed + period > end) continue;
    let matched = 0;
    while (matched < needed && tail.charCodeAt(end - 1 - matched) === tail.charCodeAt(end - 1 - matched - period)) matched++;
    // A ruler of dashes or blanks is drawing, not a stuck model.
    if (matched >= needed && /[\p{L}\p{N}]/u.test(tail.slice(end - period))) return true;
  }
  return false;
}
