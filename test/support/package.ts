import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

export interface PackedFile {
  /** Relative to the package, with `/`. */
  path: string;
  /** Bytes. */
  size: number;
}

/** What `npm pack` would put into the package of the present build. */
export function packedFiles(): PackedFile[] {
  const [packed] = JSON.parse(npm(['pack', '--dry-run', '--json', '--ignore-scripts'], REPOSITORY)) as Array<{ files: PackedFile[] }>;
  return packed?.files ?? [];
}

/** Runs npm without its scripts' chatter; returns stdout, throws with stderr. */
export function npm(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): string {
  return execFileSync('npm', [...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, npm_config_loglevel: 'error', npm_config_audit: 'false', npm_config_fund: 'false', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
}

/** Bytes of all files below a folder. */
export function folderSize(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? folderSize(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0));
  }, 0);
}
