/** How often the line is drawn anew at most, in milliseconds: a terminal may be slower than what is shown on it. */
const REDRAW = 80;
const WIDTH = 24;

export interface ProgressBar {
  show(done: number, total: number): void;
  /** Takes the line away, also when the work failed. */
  clear(): void;
}

/** A line on stderr, when that is a terminal: `reading [##########··············] 43 %  1290 of 3000 files`. */
export function progressBar(verb: string, things: string, wanted: boolean): ProgressBar {
  if (!wanted || !process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    show(done, total) {
      const now = performance.now();
      if (now - drawn < REDRAW && done < total) return;
      drawn = now;
      process.stderr.write(`\r\x1b[2K${verb} ${drawBar(done, total)}  ${done} of ${total} ${things}`);
    },
    clear() {
      if (drawn > 0) process.stderr.write('\r\x1b[2K');
    },
  };
}

export function drawBar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 1;
  const full = Math.floor(share * WIDTH);
  return `[${'#'.repeat(full)}${'\u00b7'.repeat(WIDTH - full)}] ${String(Math.floor(share * 100)).padStart(3)} %`;
}
