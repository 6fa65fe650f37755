import type { ImportWorld } from '../language.js';
import { folderOf, foldersUpward, joinPath } from '../paths.js';
import { asSettings, readSettings } from './settings-file.js';

interface Aliases {
  baseUrl: string | undefined;
  /** Folder that `paths` are relative to. */
  pathsFolder: string;
  paths: Record<string, unknown>;
}

/** What `compilerOptions.paths` and `baseUrl` of the nearest tsconfig.json (or jsconfig.json) make of a bare import. */
export function aliasTargets(source: string, from: string, world: ImportWorld): string[] {
  for (const folder of foldersUpward(folderOf(from))) {
    const aliases = world.memo(`tsconfig:${folder}`, () => aliasesOf(folder, world));
    if (aliases) return targetsOf(source, aliases);
  }
  return [];
}

function targetsOf(source: string, aliases: Aliases): string[] {
  const targets: Array<string | undefined> = [];
  const patterns = Object.entries(aliases.paths).sort(([a], [b]) => b.length - a.length);
  for (const [pattern, values] of patterns) {
    const rest = matchStar(pattern, source);
    if (rest === undefined || !Array.isArray(values)) continue;
    for (const value of values)
      if (typeof value === 'string')
        targets.push(
          joinPath(
            aliases.pathsFolder,
            value.replace('*', () => rest),
          ),
        );
  }
  if (aliases.baseUrl !== undefined) targets.push(joinPath(aliases.baseUrl, source));
  return targets.filter((target) => target !== undefined);
}

/** What `*` stands for; an empty string when there is no `*` and they are equal. */
export function matchStar(pattern: string, text: string): string | undefined {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : undefined;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return undefined;
  return text.slice(head.length, text.length - tail.length);
}

function aliasesOf(folder: string, world: ImportWorld): Aliases | undefined {
  const files = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json', 'tsconfig.app.json'].map((name) => joinPath(folder, name) ?? name);
  let found: Aliases | undefined;
  for (const file of files) {
    const aliases = world.has(file) ? readAliases(file, world, 0) : undefined;
    if (aliases && (Object.keys(aliases.paths).length > 0 || aliases.baseUrl !== undefined)) return aliases;
    found ??= aliases;
  }
  return found;
}

function readAliases(file: string, world: ImportWorld, depth: number): Aliases | undefined {
  const settings = readSettings(file, world);
  if (!settings || depth > 5) return undefined;
  const folder = folderOf(file);
  const bases = [settings.extends].flat().filter((base) => typeof base === 'string' && base.startsWith('.'));
  let result: Aliases = { baseUrl: undefined, pathsFolder: folder, paths: {} };
  for (const base of bases) {
    const path = joinPath(folder, String(base)) ?? '';
    const parent = [path, `${path}.json`].find((candidate) => world.has(candidate));
    result = { ...result, ...(parent === undefined ? undefined : readAliases(parent, world, depth + 1)) };
  }
  const options = asSettings(settings.compilerOptions);
  const baseUrl = options?.baseUrl;
  const paths = asSettings(options?.paths);
  if (typeof baseUrl === 'string') result = { ...result, baseUrl: joinPath(folder, baseUrl) };
  return paths ? { ...result, paths, pathsFolder: typeof baseUrl === 'string' ? (joinPath(folder, baseUrl) ?? folder) : (result.baseUrl ?? folder) } : result;
}
