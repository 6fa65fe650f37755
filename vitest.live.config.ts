import { defineConfig } from 'vitest/config';

/** Against a real Ollama: OCODE_LIVE_MODEL=name npm run test:live. */
export default defineConfig({ test: { include: ['test/live/**/*.test.ts'], testTimeout: 600_000, pool: 'forks', maxWorkers: 1 } });
