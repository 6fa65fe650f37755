import { isAbsolute } from 'node:path';
import { ToolError } from '../../contract/error.js';
import type { ToolContext } from '../../contract/tool.js';
import { failMissing } from '../files/missing-file.js';

/** Where a search begins: a path of the project, relative to the root (empty: all of it). Throws for what is missing or outside. */
export async function searchPlace(path: string | undefined, context: ToolContext): Promise<{ relative: string; isFile: boolean }> {
  const absolute = context.files.resolve(path === undefined || path === '' ? '.' : path, 'list');
  const stats = (await context.files.stat(absolute)) ?? (await failMissing(absolute, context));
  const relative = context.files.display(absolute);
  if (isAbsolute(relative)) throw new ToolError('failed', `${relative} lies outside the project; searches cover the project only`);
  return { relative: relative === '.' ? '' : relative, isFile: stats.kind === 'file' };
}
