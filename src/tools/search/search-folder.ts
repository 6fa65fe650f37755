import { relative, sep } from 'node:path';
import type { ToolContext } from '../../contract/tool.js';
import { failMissing } from '../files/missing-file.js';

/** Where a search begins: a path relative to the root (empty: all of the project). Throws for what is missing. */
export async function searchPlace(path: string | undefined, context: ToolContext): Promise<{ relative: string; isFile: boolean }> {
  const absolute = context.files.resolve(path === undefined || path === '' ? '.' : path, 'list');
  const stats = (await context.files.stat(absolute)) ?? (await failMissing(absolute, context));
  return { relative: fromRoot(absolute, context), isFile: stats.kind === 'file' };
}

/** As the walks name it: empty for the root; a folder that the person added (`--add-dir`) as seen from the root, such as `../shared`. */
export function fromRoot(absolute: string, context: ToolContext): string {
  return relative(context.root, absolute).split(sep).join('/');
}
