/** Characters in one read: nobody types that fast. */
const LARGE = 1000;
/** Milliseconds without a key after which a burst is over. */
const QUIET_MS = 40;

/**
 * Tells a paste from typing on terminals that do not mark pastes: a large read, with all that follows without a pause, is
 * one paste. It is handed on between the marks of a bracketed paste; a new line at its very end submits.
 */
export class BurstReader {
  private pieces: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly give: (keys: string) => void) {}

  push(keys: string): void {
    if (this.pieces.length === 0 && keys.length < LARGE) {
      this.give(keys);
      return;
    }
    this.pieces.push(keys);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), QUIET_MS);
  }

  private flush(): void {
    const text = this.pieces.join('');
    this.pieces = [];
    const submits = /[\r\n]$/.test(text);
    this.give(`\x1b[200~${submits ? text.slice(0, -1) : text}\x1b[201~${submits ? '\r' : ''}`);
  }
}
