// recall@10 and hit@5 of ocode's ranking, of BM25 and of a repo map, over the same cases and the same files. Averages over trees.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, ENV, ocode } from '../measure.mjs';
import { bm25, repoMap } from './baselines.mjs';
import { FROM_PACK, isSource, trees } from './cases.mjs';

const MOST_BYTES = 1 << 20;

export const RANKING_CASES = FROM_PACK ? 'the pack named by RETRIEVAL_PACK' : "ocode's own later commits; RETRIEVAL_PACK and RETRIEVAL_CHECKOUTS name others";

export async function rankingOf() {
  const methods = { ours: [], bm25: [], repoMap: [] };
  const found = trees();
  for (const { root, cases } of found) {
    const files = readSources(root);
    const definitions = definitionsOf(root, [...files.keys()]);
    const baselines = { bm25: bm25(files), repoMap: repoMap(files, definitions) };
    const scores = { ours: [], bm25: [], repoMap: [] };
    for (const { query, gold } of cases) {
      scores.ours.push(score(await ranked(root, query), gold));
      for (const [name, rank] of Object.entries(baselines)) scores[name].push(score(rank(query), gold));
    }
    for (const [name, list] of Object.entries(scores)) methods[name].push(average(list));
  }
  const names = [...new Set(found.map(({ name }) => name))];
  const cases = found.reduce((sum, tree) => sum + tree.cases.length, 0);
  return {
    cases,
    repositories: names.length === 1 ? names[0] : `${names.length} repositories`,
    ...Object.fromEntries(Object.entries(methods).map(([name, list]) => [name, average(list)])),
  };
}

async function ranked(cwd, query) {
  const { files } = JSON.parse((await ocode(['context', '--json', '--limit', '40', '--', query], { cwd })).stdout);
  return files.map(({ path }) => path).filter(isSource);
}

function score(paths, gold) {
  const among = (count) => gold.filter((path) => paths.slice(0, count).includes(path)).length;
  return { recall10: among(10) / gold.length, hit5: among(5) > 0 ? 1 : 0 };
}

function average(scores) {
  const mean = (key) => scores.reduce((sum, each) => sum + each[key], 0) / scores.length;
  return { recall10: mean('recall10'), hit5: mean('hit5') };
}

function readSources(root) {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
    .split('\0')
    .filter(isSource);
  return new Map(
    listed.flatMap((path) => {
      try {
        const bytes = readFileSync(join(root, path));
        return bytes.length > MOST_BYTES || bytes.includes(0) ? [] : [[path, bytes.toString('utf8')]];
      } catch {
        return [];
      }
    }),
  );
}

function definitionsOf(cwd, paths) {
  // It ends with an error when one file's language is unknown; what it printed of the others counts.
  const { stdout } = spawnSync(process.execPath, [BIN, 'symbols', '--json'], { cwd, env: ENV, input: paths.join('\n'), encoding: 'utf8', maxBuffer: 1 << 28 });
  return new Map(
    stdout
      .split('\n')
      .filter(Boolean)
      .map((text) => JSON.parse(text))
      .map(({ path, symbols = [] }) => [path, symbols.map(({ name }) => name)]),
  );
}
