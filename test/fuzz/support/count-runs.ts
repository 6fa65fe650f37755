import fc from 'fast-check';
import { afterAll } from 'vitest';
import { RUNS } from './runs.js';

/** What each property of this file played. */
const played: number[] = [];

/** `npm run fuzz` promises so many runs of each property: one that plays fewer fails. */
function report(details: fc.RunDetails<unknown>): void {
  played.push(details.numRuns);
  if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
  if (details.numRuns < RUNS) throw new Error(`only ${details.numRuns} runs of ${RUNS} were played`);
}

const seed = process.env.FUZZ_SEED;
fc.configureGlobal({ reporter: report, ...(seed === undefined ? {} : { seed: Number(seed) }) });

afterAll(() => console.log(`${played.length} properties, ${played.reduce((sum, runs) => sum + runs, 0)} runs`));
