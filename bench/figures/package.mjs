import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const packageFigures = [
  {
    name: 'package: production dependencies, installed',
    measure: async () => {
      const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const folders = listed.split('\n').filter((folder) => folder.includes('node_modules'));
      const megabytes = folders.reduce((sum, folder) => sum + size(folder), 0) / 1e6;
      return [
        {
          value: `${megabytes.toFixed(1)} MB in ${folders.length} packages`,
          goal: '≤ 60 MB',
          ok: megabytes <= 60,
          note: `ocode itself: ${(size(join(root, 'dist')) / 1e6).toFixed(1)} MB`,
        },
      ];
    },
  },
];

/** Bytes below a folder, without packages nested in it (they are listed on their own). */
function size(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.name === 'node_modules') return sum;
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? size(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
  }, 0);
}
