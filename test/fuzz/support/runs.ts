/** Runs of each property: a few in `npm test`, at least 10,000 in `npm run fuzz`. */
export const RUNS = Number(process.env.FUZZ_RUNS ?? 200);

/** Milliseconds a property may take; a hang is a failure. */
export const PATIENCE = 590_000;
