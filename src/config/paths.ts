import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { OCodeError } from '../contract/error.js';
import { sha256 } from '../lib/hash.js';

/** Where things lie. All absolute. */
export interface Places {
  /** Folder the run works in. */
  cwd: string;
  /** Nearest folder upward with `.ocode` or `.git`, else `cwd`. Real path. */
  root: string;
  /** `~/.ocode`, or OCODE_HOME. */
  home: string;
  /** `.ocode` of the project when it has one, else `<home>/projects/<name>-<hash>`. */
  stateDir: string;
  /** The project has its own `.ocode`. */
  inProject: boolean;
}

export function findPlaces(env: NodeJS.ProcessEnv, folder?: string): Places {
  const cwd = workingFolder(folder);
  const home = ocodeHome(env);
  const root = projectRoot(cwd, home);
  const own = join(root, '.ocode');
  const inProject = existsSync(own) && !isHome(own, home);
  return { cwd, root, home, inProject, stateDir: inProject ? own : join(home, 'projects', `${basename(root) || 'root'}-${sha256(root).slice(0, 12)}`) };
}

function workingFolder(folder: string | undefined): string {
  try {
    const real = realpathSync(folder === undefined ? process.cwd() : resolve(folder));
    if (statSync(real).isDirectory()) return real;
  } catch (cause) {
    if (folder !== undefined) throw new OCodeError('usage', `-C ${folder}: there is no such folder`, { cause });
    throw new OCodeError('usage', 'the current folder does not exist any more', { cause, hint: 'cd to a folder that exists, or name one with -C <dir>' });
  }
  throw new OCodeError('usage', `-C ${folder}: that is not a folder`);
}

/** OCODE_HOME, else `.ocode` in the home folder, else (no home at all) one in the folder for temporary files. */
function ocodeHome(env: NodeJS.ProcessEnv): string {
  if (env.OCODE_HOME) return resolve(env.OCODE_HOME);
  const home = env.HOME || safeHomedir();
  return home ? join(home, '.ocode') : join(env.TMPDIR || tmpdir(), `ocode-${process.getuid?.() ?? 0}`);
}

function safeHomedir(): string | undefined {
  try {
    return homedir() || undefined;
  } catch {
    return undefined;
  }
}

function projectRoot(cwd: string, home: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const own = join(folder, '.ocode');
    if ((existsSync(own) && !isHome(own, home)) || existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return cwd;
  }
}

/** Is `.ocode` of this root the home itself? There it is no project's: state, sessions and settings in it are those of all. */
export function isOwnHome({ root, home }: Pick<Places, 'root' | 'home'>): boolean {
  const own = join(root, '.ocode');
  return own === home || (existsSync(own) && isHome(own, home));
}

/** `own` exists and was found from a real path; the home folder may be reached through a link. */
function isHome(own: string, home: string): boolean {
  return own === home || (existsSync(home) && realpathSync(home) === realpathSync(own));
}

/** The three settings files, weakest first. */
export function settingsFiles(places: Places): { user: string; project: string; local: string } {
  return {
    user: join(places.home, 'settings.json'),
    project: join(places.root, '.ocode', 'settings.json'),
    local: join(places.root, '.ocode', 'settings.local.json'),
  };
}

/** The user's settings file as it is written: what their link leads to (dotfiles), so that the link stays. A project's link is not followed, it may lead anywhere. */
export function writtenUserFile(places: Places): string {
  const { user } = settingsFiles(places);
  return existsSync(user) ? realpathSync(user) : user;
}
