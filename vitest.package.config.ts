import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.js';

/**
 * The packed program, installed in an empty folder and run there. `OCODE_PACKAGE_NODES=20,22,24` also installs those
 * versions of Node (the npm package `node`), compiles the native module for each and runs with each.
 */
export default mergeConfig(
  { ...base, test: { ...base.test, include: [], exclude: [] } },
  defineConfig({ test: { include: ['test/package/**/*.test.ts'], testTimeout: 600_000, hookTimeout: 600_000 } }),
);
