import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Workbench } from './compose.js';

const OFFERED = 50;

/** Entries of the folder the start names, readable ones only; folders end with `/`. */
export function pathsFrom(bench: Pick<Workbench, 'places' | 'guard'>, start: string): string[] {
  const { cwd } = bench.places;
  const folder = start.endsWith('/') ? start : start.includes('/') ? `${dirname(start)}/` : '';
  const name = start.endsWith('/') ? '' : basename(start);
  try {
    return readdirSync(resolve(cwd, folder), { withFileTypes: true })
      .filter((entry) => entry.name.startsWith(name) && (name !== '' || !entry.name.startsWith('.')) && entry.name !== 'node_modules' && !/\s/.test(entry.name))
      .filter((entry) => bench.guard.readable(join(cwd, folder, entry.name)))
      .slice(0, OFFERED)
      .map((entry) => `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`);
  } catch {
    return [];
  }
}
