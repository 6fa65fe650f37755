import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

process.env.FUZZ_RUNS ??= '10000';

/** The wide form of the property tests: at least 10,000 runs each. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/fuzz/**/*.test.ts'], testTimeout: 600_000 } }),
);
