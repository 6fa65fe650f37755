export const HISTORY_SIZE = 1000;

/** The questions of before, newest first, and the search in them. The line editor walks through the same list. */
export class QuestionHistory {
  entries: string[] = [];
  /** Where the search stands, and what it looks for. */
  private found = -1;
  private needle = '';

  /** Puts what was asked in earlier sessions behind what was asked since the start. */
  addOlder(older: readonly string[]): void {
    const known = new Set(this.entries);
    this.entries.push(...older.filter((entry) => !known.has(entry)).slice(0, HISTORY_SIZE - this.entries.length));
  }

  /** Adds a whole question. */
  remember(text: string): void {
    const old = this.entries.indexOf(text);
    if (old >= 0) this.entries.splice(old, 1);
    this.entries.unshift(text);
    if (this.entries.length > HISTORY_SIZE) this.entries.pop();
  }

  /** The editor added a line by itself: it goes again. */
  withoutNewest(kept: string[]): void {
    kept.shift();
    this.entries = kept;
  }

  /** The next older question of one line that holds what is typed; undefined when there is none. */
  search(typed: string): string | undefined {
    if (this.found < 0) this.needle = typed;
    const at = this.entries.findIndex((entry, index) => index > this.found && entry.includes(this.needle) && !entry.includes('\n'));
    if (at < 0) return undefined;
    this.found = at;
    return this.entries[at];
  }

  endSearch(): void {
    this.found = -1;
  }
}
