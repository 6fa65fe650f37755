import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '../contract/error.js';
import type { CommandSandbox, PathGuard, PreparedCommand, ProgramNeeds, SandboxMode } from '../contract/security.js';
import { findPrograms } from '../lib/find-program.js';
import { findGitFolder } from '../lib/git-folder.js';
import { cleanEnvironment } from './environment.js';
import { bubblewrapArguments, namedBelowTmp } from './sandbox-linux.js';
import { sandboxProfile } from './sandbox-macos.js';

export interface SandboxOptions {
  mode: SandboxMode;
  guard: PathGuard;
  /** May commands use the network inside the sandbox? Default: no. */
  network?: boolean;
  home?: string;
  /** The environment to clean. Default: that of this process. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Told once when `auto` has to run without a sandbox. */
  onNotice?(text: string): void;
  platform?: NodeJS.Platform;
}

type Wrap = (file: string, args: readonly string[], cwd: string, needs?: ProgramNeeds) => { file: string; args: string[] };

/** Prepares commands: cleaned environment always, and the sandbox of the system when there is one. Probes it with the first command. */
export function createSandbox(options: SandboxOptions): CommandSandbox {
  const env = cleanEnvironment(options.env ?? process.env);
  const shell = findProgram('bash', env.PATH) ?? findProgram('sh', env.PATH) ?? '/bin/sh';
  const shellOptions = /[\\/]bash(?:\.exe)?$/i.test(shell) ? ['--noprofile', '--norc'] : [];
  let probing: Promise<Wrap | undefined> | undefined;

  const prepare = async (file: string, args: readonly string[], cwd: string, needs?: ProgramNeeds): Promise<PreparedCommand> => {
    if (options.mode === 'off') return { file, args: [...args], env, cwd, sandboxed: false };
    probing ??= findSandbox(options, env).then((found) => {
      if (typeof found !== 'string') return found;
      if (options.mode === 'auto') options.onNotice?.(`Commands run without a sandbox: ${found}`);
      return undefined;
    });
    const wrap = await probing;
    if (wrap) return { ...wrap(file, args, cwd, needs), env, cwd, sandboxed: true };
    if (options.mode === 'required') {
      throw new ToolError(
        'denied',
        'No command runs without a sandbox (sandbox: required), and none works here. On Linux install bubblewrap and allow user namespaces; the user can set sandbox to auto.',
      );
    }
    return { file, args: [...args], env, cwd, sandboxed: false };
  };

  return {
    shell: (command, cwd) => prepare(shell, [...shellOptions, '-c', command], cwd),
    program: (file, args, cwd, needs) => prepare(file, args, cwd, needs),
  };
}

/** How to wrap a command, or why there is no sandbox. */
async function findSandbox(options: SandboxOptions, env: Record<string, string>): Promise<Wrap | string> {
  const { guard, network = false, home } = options;
  const platform = options.platform ?? process.platform;
  const foldersFor = (cwd: string, needs: ProgramNeeds = {}) => ({
    // The git folder of a linked worktree, and of a repository that begins above the root, lies outside of the roots.
    roots: needs.writeGit ? [...guard.roots, ...gitFolders(cwd)] : guard.roots,
    readOnly: guard.roots.flatMap((root) => [...(needs.writeGit ? [] : [join(root, '.git')]), join(root, '.ocode')]).filter(existsSync),
    ...(home === undefined ? {} : { home }),
    network,
  });
  if (platform === 'linux') {
    const bwrap = findProgram('bwrap', env.PATH);
    if (!bwrap) return 'bubblewrap (bwrap) is not installed';
    const wrap: Wrap = (file, args, cwd, needs) => ({
      file: bwrap,
      args: [...bubblewrapArguments({ ...foldersFor(cwd, needs), cwd, visible: namedBelowTmp(env) }), '--', file, ...args],
    });
    const test = wrap('/bin/sh', ['-c', 'exit 0'], guard.root);
    const { runProcess } = await import('../lib/process.js');
    const result = await runProcess({ ...test, cwd: guard.root, env, timeout: 5000, maxOutput: 2000 });
    return result.exitCode === 0 ? wrap : `bubblewrap does not work here (${result.output.trim().split('\n')[0] || (result.startError ?? 'no reason given')})`;
  }
  if (platform === 'darwin') {
    const program = '/usr/bin/sandbox-exec';
    if (!existsSync(program)) return 'sandbox-exec is not there';
    return (file, args, cwd, needs) => ({ file: program, args: ['-p', sandboxProfile(foldersFor(cwd, needs)), file, ...args] });
  }
  return `there is none for ${platform}`;
}

function gitFolders(cwd: string): string[] {
  const found = findGitFolder(cwd);
  return found ? [found.commonDir, found.gitDir] : [];
}

/** On Windows a bash that lies with the system starts another system (WSL), where the same path is another file. */
const OF_WINDOWS = /[\\/](?:system32|windowsapps)[\\/]/i;

function findProgram(name: string, path: string | undefined): string | undefined {
  if (process.platform === 'win32') return findPrograms(name, '.', { PATH: path, PATHEXT: '.EXE' }).find((file) => !OF_WINDOWS.test(file));
  for (const folder of ['/bin', '/usr/bin', ...(path ?? '').split(':')]) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return undefined;
}
