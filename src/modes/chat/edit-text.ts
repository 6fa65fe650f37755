import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** $VISUAL or $EDITOR on a copy; undefined when there is none, or it failed. */
export async function editText(path: string, text: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const editor = env.VISUAL || env.EDITOR;
  if (!editor) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'ocode-edit-'));
  try {
    const file = join(folder, basename(path) || 'text');
    await writeFile(file, text, { mode: 0o600 });
    const code = await new Promise<number | null>((resolve) => {
      // As git does it: the setting is a piece of shell, the file its argument.
      spawn('/bin/sh', ['-c', `${editor} "$@"`, editor, file], { stdio: 'inherit' })
        .on('error', () => resolve(null))
        .on('close', resolve);
    });
    return code === 0 ? await readFile(file, 'utf8') : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
