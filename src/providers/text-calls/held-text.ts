/** So much of a line is remembered. */
const MEMORY = 400;

/** What of an answer has come and was not given out, and the line the next of it stands on. Offsets are into `text`. */
export class HeldText {
  text = '';
  /** Nothing of the present line was looked at yet. */
  atLineStart = true;
  /** The end of what stands on the present line and was given out. */
  line = '';
  private from = 0;

  constructor(private readonly out: (kind: 'text' | 'thinking', text: string) => void) {}

  append(chunk: string): void {
    this.text += chunk;
  }

  /** Gives the stretch out; what lies before it was dealt with. Returns where it ends. */
  give(from: number, to: number, kind: 'text' | 'thinking' = 'text'): number {
    if (to > from) this.out(kind, this.text.slice(from, to));
    return this.skip(to);
  }

  /** The same for a stretch inside a line that is not at its end. */
  giveInLine(from: number, to: number): number {
    this.remember(this.text.slice(from, to));
    return this.give(from, to);
  }

  /** What lies before `to` is given out or left out. */
  skip(to: number): number {
    this.from = to;
    return to;
  }

  /** Forgets what was dealt with: offsets begin anew. */
  drop(): void {
    this.text = this.text.slice(this.from);
    this.from = 0;
  }

  startLine(): void {
    this.atLineStart = true;
    this.line = '';
  }

  /** The line up to `here`, of which the part from `at` on is held. */
  before(at: number, here: number): string {
    return (this.line + this.text.slice(Math.max(at, here - MEMORY), here)).slice(-MEMORY);
  }

  private remember(text: string): void {
    this.line = (this.line + text.slice(-MEMORY)).slice(-MEMORY);
  }
}
