import { lstat, readlink } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ToolError } from '../../contract/error.js';
import type { ToolContext } from '../../contract/tool.js';

/** Changing a file through a symbolic link would replace the link or surprise whoever owns its target: the target must be named. */
export async function refuseLink(path: string, context: ToolContext): Promise<void> {
  // The guard first: what lies outside is refused without a look at it.
  context.files.resolve(path, 'write');
  const place = resolve(context.cwd, path);
  const stats = await lstat(place).catch(() => undefined);
  if (stats?.isSymbolicLink()) throw new ToolError('denied', `${path} is a symbolic link to ${await readlink(place)}; name the file it points to`);
}
