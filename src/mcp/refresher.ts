/** Milliseconds, for each reading there was already. */
const PAUSE = 100;
const LONGEST_PAUSE = 10_000;

/**
 * Reads a list again when its server says that it changed: one reading at a time, and ever more slowly for a server that
 * never stops saying so (one that says it in answer to being read would go round for ever).
 */
export class Refresher {
  private reading: Promise<void> | undefined;
  private pause: NodeJS.Timeout | undefined;
  private again = false;
  private count = 0;

  /** `read` must not throw. */
  constructor(private readonly read: () => Promise<void>) {}

  trigger(): void {
    if (this.pause) return;
    if (this.reading) {
      this.again = true;
      return;
    }
    this.count += 1;
    this.reading = this.read().then(() => {
      this.reading = undefined;
      if (!this.again) return;
      this.again = false;
      this.pause = setTimeout(
        () => {
          this.pause = undefined;
          this.trigger();
        },
        Math.min(PAUSE * this.count, LONGEST_PAUSE),
      );
      this.pause.unref();
    });
  }

  /** Waits for a reading that is under way, at most so many milliseconds. */
  async settled(limit: number): Promise<void> {
    if (!this.reading) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limit);
    });
    await Promise.race([this.reading, late]);
    clearTimeout(timer);
  }

  stop(): void {
    clearTimeout(this.pause);
    this.pause = undefined;
    this.again = false;
  }
}
