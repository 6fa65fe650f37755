import type { ImportWorld } from '../language.js';
import { folderOf, foldersUpward, joinPath } from '../paths.js';
import { asSettings, readSettings } from './settings-file.js';
import { matchStar } from './tsconfig.js';

/** Order in which the conditions of an `exports` entry are tried: sources first, as the built files are seldom in the project. */
const CONDITIONS = ['source', 'development', 'bun', 'types', 'import', 'module', 'node', 'browser', 'default', 'require'];
const BUILT_FOLDER = /^(?:\.\/)?(?:dist|build|lib|out|esm|cjs)\//;

/** Files a bare import may mean: `#name` through `imports` of the nearest package.json, else a package of this workspace. */
export function packageTargets(source: string, from: string, world: ImportWorld): string[] {
  if (source.startsWith('#')) return internalTargets(source, from, world);
  const parts = source.split('/');
  const name = source.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
  const folder = workspacePackages(world).get(name);
  if (folder === undefined) return [];
  const subpath = source.slice(name.length).replace(/^\//, '');
  const settings = readSettings(joinPath(folder, 'package.json') ?? '', world) ?? {};
  const entries = subpath === '' ? [settings.source, settings.module, settings.main, settings.types] : [`./${subpath}`];
  const written = [...mapped(settings.exports, subpath === '' ? '.' : `./${subpath}`), ...entries.filter((entry) => typeof entry === 'string')];
  const guesses = subpath === '' ? ['src/index', 'index', 'src/main', 'src/mod'] : [`src/${subpath}`, `src/${subpath}/index`];
  return [...written.flatMap(withSource), ...guesses].flatMap((path) => joinPath(folder, path) ?? []);
}

function internalTargets(source: string, from: string, world: ImportWorld): string[] {
  for (const folder of foldersUpward(folderOf(from))) {
    const imports = readSettings(joinPath(folder, 'package.json') ?? '', world)?.imports;
    if (imports !== undefined)
      return mapped(imports, source)
        .flatMap(withSource)
        .flatMap((path) => joinPath(folder, path) ?? []);
  }
  return [];
}

/** Package name -> folder, of every package.json in the project. */
function workspacePackages(world: ImportWorld): Map<string, string> {
  return world.memo('workspace packages', () => {
    const packages = new Map<string, string>();
    for (const path of world.endingWith('package.json')) {
      const name = path.includes('node_modules/') ? undefined : readSettings(path, world)?.name;
      if (typeof name === 'string' && !packages.has(name)) packages.set(name, folderOf(path));
    }
    return packages;
  });
}

/** The files an `exports` or `imports` table gives for a key. */
function mapped(table: unknown, key: string): string[] {
  const entries = asSettings(table);
  if (!entries || !Object.keys(entries).some((name) => name.startsWith('.') || name.startsWith('#'))) return key === '.' ? conditional(table) : [];
  const patterns = Object.entries(entries).sort(([a], [b]) => b.length - a.length);
  for (const [pattern, value] of patterns) {
    const rest = matchStar(pattern, key);
    if (rest !== undefined) return conditional(value).map((path) => path.replace(/\*/g, () => rest));
  }
  return [];
}

function conditional(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(conditional);
  const conditions = asSettings(value) ?? {};
  return CONDITIONS.flatMap((name) => conditional(conditions[name] ?? []));
}

/** A built file, then the source it was probably built from. */
function withSource(path: string): string[] {
  if (!BUILT_FOLDER.test(path)) return [path];
  const stem = path.replace(BUILT_FOLDER, '').replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  const bare = stem.replace(/^(?:esm|cjs|types|src)\//, '');
  return [path, `src/${stem}`, `src/${bare}`, bare];
}
