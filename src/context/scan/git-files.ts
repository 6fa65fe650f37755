import { spawn } from 'node:child_process';
import { GIT_OFFLINE } from '../../lib/git-hardening.js';

/** Options that keep a repository's own settings from starting programs or taking locks. */
const CAREFUL = ['-c', 'core.fsmonitor=false', '-c', 'core.quotepath=off', '--no-optional-locks'];
const MOST_BYTES = 64 * 1024 * 1024;

/** Tracked and untracked files below `root` that `.gitignore` does not leave out. Undefined outside git or without it. */
export async function gitFiles(root: string, signal: AbortSignal): Promise<string[] | undefined> {
  const output = await runGit(root, ['ls-files', '-z', '-c', '-o', '--exclude-standard'], signal);
  return output === undefined ? undefined : [...new Set(output.toString('utf8').split('\0'))].filter(Boolean);
}

/** stdout of git, or undefined when it fails, is missing, says too much or takes too long. */
export function runGit(root: string, args: readonly string[], signal: AbortSignal, timeout = 30_000): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const { PATH, HOME } = process.env;
    const child = spawn('git', [...CAREFUL, ...args], {
      cwd: root,
      env: { ...GIT_OFFLINE, ...(PATH ? { PATH } : {}), ...(HOME ? { HOME } : {}), LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
      // Not spawn's own timeout: without git its timer would keep the process alive.
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      killSignal: 'SIGKILL',
    });
    const chunks: Buffer[] = [];
    let size = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : undefined));
  });
}
