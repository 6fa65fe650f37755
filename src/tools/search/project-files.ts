import type { ToolContext } from '../../contract/tool.js';
import { ownIgnores } from './own-ignores.js';
import { commonRules, ripgrepPath, runRipgrep } from './ripgrep.js';
import { walkFiles } from './walk.js';

/**
 * The project's files after all ignore rules, relative to the root with `/`, in no order; with the changes of a dry run.
 * `folder`: only what lies below it (relative, empty for all). `ripgrep`: where the binary is; our own walk when there is none.
 */
export async function listProjectFiles(context: ToolContext, folder = '', ripgrep = ripgrepPath()): Promise<string[]> {
  const binary = await ripgrep;
  const onDisk = binary ? await listWithRipgrep(binary, folder, context) : await walkFiles(context.root, folder, context);
  const overlay = context.files.overlay();
  if (overlay.size === 0) return onDisk;
  const files = new Set(onDisk);
  for (const [path, content] of overlay) {
    const name = context.files.display(path);
    if (content === null) files.delete(name);
    else if (isBelow(name, folder)) files.add(name);
  }
  return [...files];
}

function isBelow(name: string, folder: string): boolean {
  return folder === '' || name === folder || name.startsWith(`${folder}/`);
}

async function listWithRipgrep(binary: string, folder: string, context: ToolContext): Promise<string[]> {
  const rules = await commonRules(binary, context);
  const { output } = await runRipgrep(binary, ['--files', '--null', ...rules, '--', folder === '' ? './' : `./${folder}`], context);
  const paths = output.split('\0').flatMap((path) => (path === '' ? [] : [path.replace(/^\.\//, '')]));
  const ignored = await ownIgnores(paths, folder, context);
  return ignored ? paths.filter((path) => path === folder || !ignored(path)) : paths;
}
