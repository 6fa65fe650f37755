// Cases of the ranking figure: a commit message, a tree from before the commit, the source files the commit changed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = /\.(?:pyi?|[cm]?[jt]sx?|go|rs|java|kts?|scala|c|h|cc|cpp|cxx|hpp|cs|rb|php|swift|sh|bash|lua|zig|exs?)$/;
const MOST_FILES = 4;

/** RETRIEVAL_PACK and RETRIEVAL_CHECKOUTS: a pack of cases and its trees (docs/RANKING.md). Without them: ocode's own history. */
export const FROM_PACK = Boolean(process.env.RETRIEVAL_PACK && process.env.RETRIEVAL_CHECKOUTS);

export const isSource = (path) => SOURCE.test(path);

/** Trees with their cases: `{name, root, cases: [{query, gold}]}`. */
export function trees() {
  return FROM_PACK ? packTrees(process.env.RETRIEVAL_PACK, process.env.RETRIEVAL_CHECKOUTS) : [ownTree()];
}

function packTrees(pack, checkouts) {
  const found = new Map();
  for (const text of readFileSync(join(pack, 'cases/dev.jsonl'), 'utf8').trim().split('\n')) {
    const { repo, checkout, query, gold, lite } = JSON.parse(text);
    const root = join(checkouts, `${repo.replace('/', '+')}@${checkout.slice(0, 12)}`);
    if (!lite || !existsSync(root)) continue;
    const tree = found.get(root) ?? { name: repo, root, cases: [] };
    tree.cases.push({ query, gold });
    found.set(root, tree);
  }
  if (found.size === 0) throw new Error(`no tree of the pack is in ${checkouts}`);
  return [...found.values()];
}

/** A clone as it was before the newest third of the commits that fit, without what came after. */
function ownTree() {
  const git = (cwd, ...args) => execFileSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
  const commits = git(ROOT, 'log', '--no-merges', '--format=%x00%H%x09%s', '--name-only')
    .split('\0')
    .slice(1)
    .map((text) => {
      const [head, ...names] = text.trim().split('\n').filter(Boolean);
      const [hash, subject] = head.split('\t');
      return { hash, query: subject.replace(/^[\w, -]+:\s*/, ''), changed: names.filter((name) => name.startsWith('src/') && isSource(name)) };
    });
  const fitting = commits.filter(({ query, changed }) => query.split(/\s+/).length >= 3 && changed.length > 0 && changed.length <= MOST_FILES);
  const newest = fitting.slice(0, Math.max(1, Math.floor(fitting.length / 3) * 2));
  if (newest.length < 5) throw new Error('the history is too short: clone the whole repository, or set RETRIEVAL_PACK and RETRIEVAL_CHECKOUTS');

  const root = mkdtempSync(join(tmpdir(), 'ocode-ranking-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const base = git(ROOT, 'rev-parse', `${newest.at(-1).hash}^`).trim();
  git(root, 'init', '-q');
  git(root, 'fetch', '-q', ROOT, base);
  git(root, 'checkout', '-q', 'FETCH_HEAD');
  const there = new Set(git(root, 'ls-files').split('\n'));
  const cases = newest.map(({ query, changed }) => ({ query, gold: changed.filter((path) => there.has(path)) })).filter(({ gold }) => gold.length > 0);
  return { name: 'ocode', root, cases };
}
