import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface SandboxFolders {
  /** Writable. */
  roots: readonly string[];
  /** Inside them, but read-only; must exist. */
  readOnly: readonly string[];
  home?: string;
  /** Below /tmp, and yet seen inside, read-only. */
  visible?: readonly string[];
  network: boolean;
}

/** Places of keys under the home folder: empty inside the sandbox. */
export const HIDDEN_AT_HOME = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.config/gcloud',
  '.config/gh',
  '.kube',
  '.docker',
  '.netrc',
  '.npmrc',
  '.pypirc',
  '.git-credentials',
  '.pgpass',
  '.password-store',
];

/** bubblewrap: everything read-only, the workspace and a private /tmp writable, own process and network space, dies with us. */
export function bubblewrapArguments(options: SandboxFolders & { cwd: string }): string[] {
  const { roots, readOnly, home, visible = [], network, cwd } = options;
  const args = ['--die-with-parent', '--new-session', '--unshare-pid', '--unshare-ipc', '--unshare-uts'];
  if (!network) args.push('--unshare-net');
  args.push('--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp', '--tmpfs', '/run');
  if (network) args.push('--ro-bind-try', '/run/systemd/resolve', '/run/systemd/resolve', '--ro-bind-try', '/run/resolvconf', '/run/resolvconf');
  for (const path of visible) args.push('--ro-bind-try', path, path);
  for (const name of home === undefined ? [] : HIDDEN_AT_HOME) {
    const path = join(home ?? '/', name);
    if (!existsSync(path)) continue;
    args.push(...(statSync(path).isDirectory() ? ['--tmpfs', path] : ['--ro-bind', '/dev/null', path]));
  }
  for (const root of roots) args.push('--bind', root, root);
  for (const path of readOnly) args.push('--ro-bind', path, path);
  return [...args, '--setenv', 'TMPDIR', '/tmp', '--chdir', cwd];
}

/** Of the machine's own folder for temporary files, not of what lies in it. */
const TEMPORARY = new Set(['TMPDIR', 'TMP', 'TEMP']);

/**
 * What the environment names below /tmp: a home of a container, git's settings, programs. The sandbox has a /tmp of its own, and a command would
 * not find them.
 */
export function namedBelowTmp(env: Readonly<Record<string, string>>): string[] {
  const paths = Object.entries(env)
    .filter(([name]) => !TEMPORARY.has(name))
    .flatMap(([, value]) => value.split(':'))
    .filter((path) => /^\/tmp\/[^/]/.test(path) && !path.split('/').includes('..'));
  return [...new Set(paths)];
}
