/** Most characters a model repeats of what it already wrote when it is asked to go on. */
const LONGEST_OVERLAP = 240;
/** Shorter overlaps are taken for chance, not for repetition. */
const SHORTEST_OVERLAP = 3;

/**
 * Joins a continuation to a text that was cut. What the model repeats of the end of the text is left out; everything else
 * passes as it is. It holds text back only while that could still be a repetition.
 */
export class Seam {
  private held = '';
  private readonly tail: string;
  private open = true;

  constructor(before: string) {
    this.tail = before.slice(-LONGEST_OVERLAP);
  }

  push(text: string): string {
    if (!this.open) return text;
    this.held += text;
    return this.couldGrow() ? '' : this.release();
  }

  end(): string {
    return this.open ? this.release() : '';
  }

  /** Some suffix of the tail begins with all that came so far, and is longer. */
  private couldGrow(): boolean {
    return starts(this.tail).some((at) => this.tail.length - at > this.held.length && this.tail.startsWith(this.held, at));
  }

  private release(): string {
    this.open = false;
    const overlap = starts(this.tail).find((at) => this.tail.length - at >= SHORTEST_OVERLAP && this.held.startsWith(this.tail.slice(at)));
    return overlap === undefined ? this.held : this.held.slice(this.tail.length - overlap);
  }
}

/** Positions where a repetition may begin: starts of words and lines, the longest overlap first. */
function starts(tail: string): number[] {
  const positions: number[] = [];
  for (let at = 0; at < tail.length; at++) {
    const boundary = at === 0 || /\W/.test(tail[at - 1] ?? '') || /\W/.test(tail[at] ?? '');
    if (boundary && tail[at] !== ' ') positions.push(at);
  }
  return positions;
}
