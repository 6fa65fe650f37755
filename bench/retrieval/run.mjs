// Ranks the cases of a retrieval pack (see docs/RANKING.md) in one process and writes what score.py reads, or the features for train.py.
//   node bench/retrieval/run.mjs PACK CHECKOUTS OUT.jsonl [--short] [--features|--symbols] [--lite] [--set dev|heldout]
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [pack, checkouts, out, ...flags] = process.argv.slice(2);
if (!out) throw new Error('usage: node bench/retrieval/run.mjs PACK CHECKOUTS OUT.jsonl [--short] [--features|--symbols] [--lite] [--set dev|heldout]');
const has = (flag) => flags.includes(flag);
const folder = resolve('bench/.build');
mkdirSync(folder, { recursive: true });
await build({
  entryPoints: { rank: 'bench/retrieval/rank.ts', 'analyze-worker': 'src/cli/analyze-worker.ts' },
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['better-sqlite3', 'web-tree-sitter'],
  loader: { '.scm': 'text' },
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
});
const { openRanker } = await import(pathToFileURL(join(folder, 'rank.mjs')).href);

const cases = readFileSync(join(pack, 'cases', `${flags[flags.indexOf('--set') + 1 || flags.length] ?? 'dev'}.jsonl`), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
  .filter((item) => !has('--lite') || item.lite);
const stream = createWriteStream(out);
const byRoot = Map.groupBy
  ? Map.groupBy(cases, rootOf)
  : cases.reduce((map, item) => map.set(rootOf(item), [...(map.get(rootOf(item)) ?? []), item]), new Map());
for (const [root, items] of byRoot) {
  if (!existsSync(root)) continue;
  const ranker = await openRanker({
    root,
    cachePath: join(folder, `${root.replaceAll('/', '_')}.db`),
    workerEntry: pathToFileURL(join(folder, 'analyze-worker.mjs')),
  });
  for (const item of items) {
    const query = has('--short') ? item.query_short : item.query;
    const start = performance.now();
    const gold = has('--symbols') ? (item.gold_symbols ?? []) : item.gold;
    const result = has('--features') ? await ranker.features(query) : has('--symbols') ? await ranker.symbols(query, gold) : await ranker.rank(query);
    stream.write(`${JSON.stringify({ case_id: item.id, repo: item.repo, split: item.split, gold, ...result, ms: performance.now() - start })}\n`);
  }
  await ranker.close();
}
stream.end();

function rootOf(item) {
  return join(checkouts, `${item.repo.replace('/', '+')}@${item.checkout.slice(0, 12)}`);
}
