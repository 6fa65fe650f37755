import { basename, dirname, join } from 'node:path';
import { ToolError } from '../../contract/error.js';
import type { ToolContext } from '../../contract/tool.js';
import { nearestName } from '../names.js';
import { listProjectFiles } from '../search/project-files.js';

/** Ends with `not_found` for a path that does not exist, naming the file that was probably meant. */
export async function failMissing(path: string, context: ToolContext): Promise<never> {
  const name = context.files.display(path);
  const files = await listProjectFiles(context).catch(() => []);
  const sameName = files.filter((file) => basename(file) === basename(path)).slice(0, 3);
  const near = sameName.length > 0 ? sameName : nearestInFolder(name, files);
  throw new ToolError('not_found', `${name} does not exist${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '; use ls or glob to find it'}`);
}

function nearestInFolder(name: string, files: readonly string[]): string[] {
  const folder = dirname(name);
  const neighbours = files.filter((file) => dirname(file) === folder).map((file) => basename(file));
  const near = nearestName(basename(name), neighbours);
  if (near !== undefined) return [join(folder, near)];
  const elsewhere = nearestName(
    basename(name),
    files.map((file) => basename(file)),
  );
  const found = elsewhere === undefined ? undefined : files.find((file) => basename(file) === elsewhere);
  return found === undefined ? [] : [found];
}
