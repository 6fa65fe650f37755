import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

process.env.FAULT_ROUNDS ??= '60';

/** The wide form of the fault tests: each of the four kill tests plays 60 rounds. The seed is printed; FAULT_SEED plays it again. */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/faults/**/*.test.ts'], testTimeout: 600_000 } }),
);
