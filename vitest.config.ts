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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    env: { NO_COLOR: '1' },
  },
});
