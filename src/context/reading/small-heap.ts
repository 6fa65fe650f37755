import { setFlagsFromString } from 'node:v8';

/** From so many files on what they leave behind adds up. */
const MANY_FILES = 20_000;

/**
 * Each file's results are garbage once they are written, and V8 lets old garbage grow to several times of what is in use: in 100,000 files hundreds
 * of megabytes. With this it looks for garbage at 1.4 times, for a twentieth more work. Holds for the rest of the process.
 */
export function keepHeapSmall(files: number): void {
  if (files > MANY_FILES) setFlagsFromString('--heap-growing-percent=40');
}
