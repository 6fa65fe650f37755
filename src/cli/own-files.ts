import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Settings } from '../config/defaults.js';
import type { Places } from '../config/paths.js';

/** What a run keeps for itself in a folder of state; memory, commands and settings are for people, and found like other files. */
const KEPT_IN_PROJECT = ['sessions', 'undo', 'cache', 'plans'];
/** The questions that were typed in conversations. */
const HISTORY = 'history';

/**
 * Patterns, as in `.gitignore`, of what ocode itself wrote below the project's root: its home when that lies in the project, and the state.
 * Sessions hold the words of every question, so they would be ranked and found first.
 */
export function ownFilePatterns(places: Pick<Places, 'root' | 'home' | 'stateDir' | 'inProject'>, cache: Pick<Settings['cache'], 'path'>): string[] {
  const { root, home, stateDir, inProject } = places;
  const folders = [...(inProject ? KEPT_IN_PROJECT.map((name) => join(stateDir, name)) : []), home, join(home, 'projects'), join(home, 'code-cache')];
  const patterns = folders.flatMap((folder) => patternOf(root, realPath(folder)) ?? []).map((pattern) => `${pattern}/`);
  const history = inProject ? patternOf(root, realPath(join(stateDir, HISTORY))) : undefined;
  const database = cache.path === undefined ? undefined : patternOf(root, resolve(root, cache.path));
  // SQLite puts two more files beside it.
  return [...patterns, ...(history === undefined ? [] : [history]), ...(database === undefined ? [] : [database, `${database}-wal`, `${database}-shm`])];
}

/** Undefined for what lies outside the root, and for the root itself. */
function patternOf(root: string, path: string): string | undefined {
  const below = relative(root, path).split(sep).join('/');
  if (below === '' || below === '..' || below.startsWith('../') || isAbsolute(below)) return undefined;
  return `/${below.replace(/[\\*?[\]{}!# ]/g, '\\$&')}`;
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
