import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MEGABYTE = 1e6;

export const packageFigures = [
  {
    name: 'package: production dependencies, installed',
    measure: async () => {
      const folders = productionFolders();
      const [packed] = JSON.parse(
        execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
      );
      const megabytes = folders.reduce((sum, folder) => sum + size(folder), 0) / MEGABYTE;
      return [
        {
          value: `${megabytes.toFixed(1)} MB in ${folders.length} packages`,
          goal: '≤ 60 MB',
          ok: megabytes <= 60,
          note: `with SQLite compiled on this machine (its sources and objects stay); ocode itself ${(packed.unpackedSize / MEGABYTE).toFixed(1)} MB, of which grammars ${(size(join(root, 'dist/grammars')) / MEGABYTE).toFixed(1)} MB`,
        },
      ];
    },
  },
];

/**
 * The folders of all packages an installation without development tools has, found as Node finds them: from each package's
 * folder upward. (npm ls does not follow a linked node_modules.)
 */
function productionFolders() {
  const found = new Set();
  const visit = (folder, optional) => {
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const [names, mayMiss] of [
      [Object.keys(dependencies), false],
      [Object.keys(optionalDependencies), true],
    ])
      for (const name of names) {
        const place = locate(name, folder);
        if (!place && !mayMiss && !optional && !(name in optionalDependencies)) throw new Error(`${name} is not installed`);
        if (!place || found.has(place)) continue;
        found.add(place);
        visit(place, mayMiss);
      }
  };
  visit(root, false);
  return [...found];
}

function locate(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (statSync(place, { throwIfNoEntry: false })) return realpathSync(place);
    if (folder === dirname(folder)) return undefined;
  }
}

/** Bytes below a folder, without packages nested in it (they are listed on their own). */
function size(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.name === 'node_modules') return sum;
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? size(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
  }, 0);
}
