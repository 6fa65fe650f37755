import { lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ToolError } from '../contract/error.js';
import type { PathGuard } from '../contract/security.js';
import { protectionOf } from './protected-names.js';

/** More names of a folder are not looked at here; the tool looks at each. */
const MAX_ENTRIES = 1000;

/** Removing a folder removes what is in it: throws for the workspace itself, and for a folder with a protected file right in it. */
export function refuseWhole(path: string, guard: PathGuard): void {
  if (guard.roots.includes(path)) throw new ToolError('denied', 'the workspace itself is not removed or moved');
  if (!lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const name of readdirSync(path).slice(0, MAX_ENTRIES)) {
    if (protectionOf(name) ?? protectionOf(join(basename(path), name))) guard.resolve(join(path, name), 'delete');
  }
}
