import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findGitFolder } from './git-folder.js';

/**
 * How every git of ours is started. The configuration of a repository may come from a stranger and can name programs to
 * run; reading must start none of them, and nothing may wait for a person.
 */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '',
  SSH_ASKPASS: '',
  GIT_EDITOR: 'true',
  GIT_PAGER: 'cat',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C.UTF-8',
};

/** The same for all that runs no hooks: a partial clone would fetch what it lacks, at any reading, from a host nobody asked for. */
export const GIT_OFFLINE: Readonly<Record<string, string>> = {
  ...GIT_ENVIRONMENT,
  GIT_NO_LAZY_FETCH: '1',
  // Versions before 2.45 do not know the other; no protocol has this name.
  GIT_ALLOW_PROTOCOL: 'none',
};

const NO_PROGRAMS = ['core.fsmonitor=false', 'core.pager=cat', 'diff.external=', 'log.showSignature=false', 'core.quotePath=false'];

/** Arguments before the subcommand. `hooks`: only a commit the person allowed runs the repository's hooks. */
export function gitPrefix(options: { hooks?: boolean } = {}): string[] {
  const settings = options.hooks ? NO_PROGRAMS : [...NO_PROGRAMS, 'core.hooksPath=/dev/null'];
  return ['--no-pager', ...settings.flatMap((setting) => ['-c', setting])];
}

/**
 * Switches off the clean and smudge filters that the configuration of this repository itself defines: `git status` would
 * run them. Filters of the person's own configuration (git-lfs) stay. Reads a file or two; no process in the usual case.
 */
export function withoutOwnFilters(folder: string): string[] {
  const found = findGitFolder(folder);
  if (!found) return [];
  const texts = [join(found.commonDir, 'config'), join(found.gitDir, 'config.worktree')].map(readText);
  if (texts.some((text) => /^\s*\[\s*include/im.test(text))) return switchOff(filterNames(folder));
  return switchOff(texts.flatMap((text) => [...text.matchAll(/^\s*\[\s*filter\s+"((?:[^"\\]|\\.)*)"\s*\]/gim)].map((match) => match[1] ?? '')));
}

function switchOff(drivers: readonly string[]): string[] {
  return [...new Set(drivers)].flatMap((driver) =>
    ['clean=', 'smudge=', 'process=', 'required=false'].flatMap((setting) => ['-c', `filter.${driver}.${setting}`]),
  );
}

/** Only git itself follows includes correctly; listing settings runs no program. */
function filterNames(folder: string): string[] {
  const args = ['config', '--local', '--includes', '--name-only', '--get-regexp', '^filter\\.'];
  const listed = spawnSync('git', args, { cwd: folder, encoding: 'utf8', timeout: 2000, env: { ...process.env, ...GIT_ENVIRONMENT } });
  return (listed.stdout ?? '').split('\n').flatMap((name) => /^filter\.(.+)\.[^.]+$/i.exec(name)?.[1] ?? []);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
