import { createContextManager } from '../../src/context/context-manager.js';
import { GitHistory } from '../../src/context/git-history.js';
import { Indexer } from '../../src/context/indexer.js';
import { loadRankInput } from '../../src/context/rank-input.js';
import { FEATURES } from '../../src/context/score/features.js';
import { PART_FEATURES } from '../../src/context/score/parts.js';
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
      const candidates = rankFiles(input).map(({ file, named, values }) => [files[file]?.path, named ? 1 : 0, ...FEATURES.map((name) => round(values[name]))]);
      return { features: FEATURES, candidates };
    },
    /** The symbols of the best files with what `best-symbols.ts` weighs; those far from the best only when they are right. */
    async symbols(query: string, right: readonly string[]) {
      const { input, files } = loadRankInput(snapshot, parseQuery(query), past);
      const ranked = rankFiles(input);
      const best = ranked.find(({ named }) => !named)?.score ?? 0;
      const all = ranked.slice(0, 60).flatMap((entry) =>
        entry.parts.slice(0, 40).map(({ symbol, score, values }, place) => {
          const gap = entry.named ? 0 : entry.score - best;
          const row = [
            `${files[entry.file]?.path}::${symbol.name}`,
            0,
            round(gap),
            round(1 / (1 + place)),
            ...PART_FEATURES.map((name) => round(values[name])),
          ];
          return { row, score: score + gap };
        }),
      );
      const wanted = new Set<unknown>(right);
      const candidates = all
        .sort((a, b) => b.score - a.score)
        .filter(({ row }, place) => place < 250 || wanted.has(row[0]))
        .map(({ row }) => row);
      return { features: ['file', 'place', ...PART_FEATURES], candidates };
    },
    async close() {
      await indexer.close();
      await manager.close();
    },
  };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}
