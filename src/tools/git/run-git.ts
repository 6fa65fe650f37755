import { isAbsolute, relative, resolve, sep } from 'node:path';
import { ToolError } from '../../contract/error.js';
import type { ToolContext } from '../../contract/tool.js';
import { findPrograms } from '../../lib/find-program.js';
import { findGitFolder, type GitFolder } from '../../lib/git-folder.js';
import { GIT_ENVIRONMENT, GIT_OFFLINE, gitPrefix, withoutOwnFilters } from '../../lib/git-hardening.js';
import { type ProcessResult, runProcess } from '../../lib/process.js';

const MAX_OUTPUT = 4_000_000;

/** Is there a git program? If not, the tools fall back to isomorphic-git (docs/GIT.md says which is used for what). */
export function hasGit(context: ToolContext): boolean {
  return findPrograms('git', context.cwd).length > 0;
}

/** The repository of the working folder; throws `not_found` when there is none. */
export function repositoryOf(context: ToolContext): GitFolder {
  const found = findGitFolder(context.cwd);
  if (!found) throw new ToolError('not_found', 'This folder is not in a git repository.');
  return found;
}

export interface GitOptions {
  /** It changes the repository: the sandbox leaves the git folder writable and the person's own filters run. */
  writes?: boolean;
  /** Only for a commit: hooks of the repository run. */
  hooks?: boolean;
  input?: string;
  /** Milliseconds. Default: the tool timeout of the settings. */
  timeout?: number;
}

/** Runs git in the working folder and returns whatever came of it; throws when it cannot start, is cancelled or takes too long. */
export async function tryGit(context: ToolContext, args: readonly string[], options: GitOptions = {}): Promise<ProcessResult> {
  const prefix = [...gitPrefix({ hooks: options.hooks ?? false }), ...(options.writes ? [] : withoutOwnFilters(context.cwd))];
  const command = await context.sandbox.program('git', [...prefix, ...args], context.cwd, options.writes ? { writeGit: true } : {});
  const timeout = options.timeout ?? context.settings.timeout * 1000;
  const result = await runProcess({
    ...command,
    env: { ...command.env, ...(options.hooks ? GIT_ENVIRONMENT : GIT_OFFLINE) },
    signal: context.signal,
    timeout,
    maxOutput: MAX_OUTPUT,
    ...(options.input === undefined ? {} : { input: options.input }),
  });
  if (result.cancelled) throw new ToolError('cancelled', 'cancelled');
  if (result.timedOut) throw new ToolError('timeout', `git ${args[0] ?? ''} did not end within ${timeout / 1000} s`);
  if (result.startError !== undefined) throw new ToolError('failed', `git could not be started: ${result.startError}`);
  return result;
}

/** Like `tryGit`, and a failing git is a ToolError with what it said. */
export async function runGit(context: ToolContext, args: readonly string[], options: GitOptions = {}): Promise<string> {
  const result = await tryGit(context, args, options);
  if (result.exitCode === 0) return result.stdout;
  throw gitFailure(args[0] ?? 'git', result);
}

export function gitFailure(command: string, result: ProcessResult): ToolError {
  if (/promisor remote/.test(result.stderr)) {
    return new ToolError(
      'failed',
      `git ${command}: this is a partial clone, and what is asked for is not on this machine. ocode fetches nothing; the user can, with the same git command.`,
    );
  }
  const said = (result.stderr.trim() || result.stdout.trim()).slice(0, 2000);
  const code = /pathspec .* did not match|unknown revision|bad revision|not a valid object|invalid reference|did not match any file/i.test(said)
    ? 'not_found'
    : 'failed';
  return new ToolError(code, `git ${command}: ${said || `exit code ${result.exitCode ?? result.signal ?? '?'}`}`);
}

/**
 * A path argument as a literal pathspec relative to the working folder, after the guard has seen it. The file may be
 * gone from disk (a deleted file has a diff and a history too).
 */
export function pathspec(context: ToolContext, path: string): string {
  return `:(top,literal)${inRepository(context, path)}`;
}

/** The path relative to the top of the work tree, with `/`; throws when it lies outside of it. */
export function inRepository(context: ToolContext, path: string): string {
  const absolute = guarded(context, path);
  const { top } = repositoryOf(context);
  const below = relative(top, absolute);
  if (below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) throw new ToolError('outside_workspace', `${path} is not in the repository ${top}`);
  return below.split(sep).join('/');
}

function guarded(context: ToolContext, path: string): string {
  return context.guard.resolve(path, 'list', context.cwd);
}

/** May the model see this file of the repository? Protected files and those outside the workspace stay out of diffs. */
export function visible(context: ToolContext, top: string, path: string): boolean {
  return context.guard.readable(resolve(top, path));
}

/** A revision the model named, never an option. */
export function revision(text: string): string {
  if (text.startsWith('-') || /[\s\0]/.test(text) || text === '') throw new ToolError('invalid_args', `"${text}" is not a commit, branch or tag`);
  return text;
}
