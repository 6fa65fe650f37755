import { createContextManager } from '../../src/context/context-manager.js';
import { GitHistory } from '../../src/context/git-history.js';
import { Indexer } from '../../src/context/indexer.js';
import { loadRankInput } from '../../src/context/rank-input.js';
import { FEATURES } from '../../src/context/score/features.js';
import { parseQuery } from '../../src/context/score/query.js';
import { rankFiles } from '../../src/context/score/rank.js';
import { createAnalyzer } from '../../src/languages/analyzer.js';
import { createImportResolver } from '../../src/languages/imports.js';

interface Place {
  root: string;
  cachePath: string;
  workerEntry: URL;
}

/** Ranks queries in one checkout; the index is built first. */
export async function openRanker({ root, cachePath, workerEntry }: Place) {
  const common = {
    root,
    cachePath,
    workerEntry,
    readable: () => true,
    loadAnalyzer: async () => createAnalyzer(),
    createImportResolver: async () => createImportResolver,
  };
  const signal = new AbortController().signal;
  const manager = createContextManager(common);
  await manager.index(() => {}, signal);
  const indexer = new Indexer({ ...common, ttlSeconds: 1e9, ignorePatterns: [], maxFiles: 1e6 });
  const history = new GitHistory(root, signal);
  const snapshot = await indexer.refresh({ wholeGraph: true, signal });
  const past = await history.get(snapshot.store, await history.head(signal), 60_000);
  return {
    async rank(query: string) {
      const { files, symbols } = await manager.rank(query, { budget: 2_000, limit: 100 }, signal);
      return { ranked: files.map(({ path }) => path), symbols: symbols.map(({ path, name }) => ({ path, name })) };
    },
    async features(query: string) {
      const { input, files } = loadRankInput(snapshot, parseQuery(query), past);
      const ranked = rankFiles({ ...input, score: (values) => values.words });
      return {
        features: FEATURES,
        candidates: ranked.map(({ file, named, values }) => [files[file]?.path, named ? 1 : 0, ...FEATURES.map((name) => Number(values[name].toFixed(4)))]),
      };
    },
    async close() {
      await indexer.close();
      await manager.close();
    },
  };
}
