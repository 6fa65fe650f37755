import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld } from '../language.js';
import { folderOf, joinPath } from '../paths.js';
import { packageTargets } from './packages.js';
import { aliasTargets } from './tsconfig.js';

const ENDINGS = ['.ts', '.tsx', '.d.ts', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts', '.json', '.vue', '.svelte'];
/** What a compiled ending may have been compiled from. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.jsx', '.d.ts'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/** Relative paths, `paths` and `baseUrl` of tsconfig, `imports` of package.json, and packages of the workspace with their `exports`. */
export function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  const source = item.source.replace(/[?#].*$/, (rest) => (item.source.startsWith('#') ? rest : ''));
  const targets = /^\.{1,2}(?:\/|$)/.test(source)
    ? [joinPath(folderOf(from), source)]
    : [...aliasTargets(source, from, world), ...packageTargets(source, from, world)];
  for (const target of targets) {
    const file = target === undefined ? undefined : fileOf(target, world);
    if (file !== undefined && file !== from) return [file];
  }
  return [];
}

function fileOf(path: string, world: ImportWorld): string | undefined {
  if (path !== '' && world.has(path)) return path;
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0];
  const stem = ending === undefined ? path : path.slice(0, -ending.length);
  const folder = path === '' ? '' : `${path.replace(/\/$/, '')}/`;
  const candidates = [
    ...(ending === undefined ? [] : (SOURCES[ending] ?? []).map((source) => stem + source)),
    ...(path === '' ? [] : ENDINGS.map((source) => path + source)),
    ...ENDINGS.map((source) => `${folder}index${source}`),
  ];
  return candidates.find((file) => world.has(file));
}
