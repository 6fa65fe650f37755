/** Runs of each property: a few in `npm test`, at least 10,000 in `npm run fuzz`. */
export const RUNS = Number(process.env.FUZZ_RUNS ?? 200);

/** The wide form: every property plays all its runs, however dear one of them is. */
const WIDE = process.env.FUZZ_RUNS !== undefined;

/** Runs of a property of which one run takes milliseconds: fewer of them in `npm test`, no fewer in `npm run fuzz`. */
export const DEAR_RUNS = WIDE ? RUNS : Math.ceil(RUNS / 2);

/** Milliseconds a property may take; a hang is a failure. The wide form has fifty times as many runs. */
export const PATIENCE = WIDE ? 3_600_000 : 590_000;
