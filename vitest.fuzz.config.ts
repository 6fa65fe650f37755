import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

process.env.FUZZ_RUNS ??= '10000';

/** The wide form of the property tests: at least 10,000 runs each, counted. A failure prints its seed; FUZZ_SEED plays it again. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/fuzz/**/*.test.ts'], setupFiles: ['test/fuzz/support/count-runs.ts'], testTimeout: 3_600_000 } }),
);
