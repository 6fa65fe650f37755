import { defineConfig } from 'vitest/config';

/** The build imports queries as text (esbuild's text loader); tests do the same. */
const queriesAsText = {
  name: 'queries-as-text',
  transform(code: string, id: string) {
    return id.endsWith('.scm') ? { code: `export default ${JSON.stringify(code)};`, map: null } : undefined;
  },
};

export default defineConfig({
  plugins: [queriesAsText],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/live/**', 'test/package/installed.test.ts'],
    // Only ends what hangs: many processes are started, and machines may be busy.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    env: { NO_COLOR: '1' },
  },
});
