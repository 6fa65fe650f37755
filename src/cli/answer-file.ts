import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { OCodeError } from '../contract/error.js';
import type { RunResult } from '../contract/result.js';
import { writeFileAtomic } from '../lib/atomic-file.js';

/** Bytes that file systems take as one name. */
const LONGEST_NAME = 255;

/** The file of `-o`, looked at before the run: an answer that took minutes must not be lost for a wrong name. Throws OCodeError `usage`. */
export function checkOutputFile(name: string, folder = '.'): string {
  const file = resolve(folder, name);
  const refuse = (why: string): never => {
    throw new OCodeError('usage', `-o ${name}: ${why}`, { hint: 'name a file that can be written' });
  };
  if ((name.endsWith('/') || name.endsWith(sep)) && !existsSync(file)) refuse('that names a folder');
  if (Buffer.byteLength(basename(file)) > LONGEST_NAME) refuse('its name is too long');
  if (existsSync(file)) {
    if (statSync(file).isDirectory()) refuse('that is a folder');
    if (!canWrite(file)) refuse('it cannot be written');
  } else if (!(existsSync(dirname(file)) && statSync(dirname(file)).isDirectory())) refuse(`there is no folder ${dirname(file)}`);
  else if (!canWrite(dirname(file))) refuse('its folder cannot be written');
  return file;
}

/** Writes the answer. When that fails after all (a full disk), the result of the run says so; the answer is still in it. */
export async function writeAnswer(file: string, result: RunResult): Promise<RunResult> {
  const text = result.result.endsWith('\n') ? result.result : `${result.result}\n`;
  try {
    await write(file, text);
    return result;
  } catch (error) {
    const message = `the answer could not be written to ${file}: ${error instanceof Error ? error.message : String(error)}`;
    if (result.is_error) return { ...result, warnings: [...result.warnings, message] };
    return { ...result, subtype: 'error_usage', is_error: true, stop_reason: 'usage', error: { code: 'usage', message }, exit_code: 2 };
  }
}

async function write(file: string, text: string): Promise<void> {
  const before = statSync(file, { throwIfNoEntry: false });
  if (!before) return writeFileAtomic(file, text);
  // A device or a pipe takes what is written; renaming a file over it would put a file in its place. Nor is a link to be replaced.
  if (!before.isFile()) return writeFile(file, text);
  await writeFileAtomic(realpathSync(file), text, { mode: before.mode & 0o7777 }).catch((error: NodeJS.ErrnoException) => {
    // The file may be written and its folder not, or it is mounted by itself (as into a container).
    if (!/^(?:EACCES|EPERM|EROFS|EBUSY)$/.test(error.code ?? '')) throw error;
    return writeFile(file, text);
  });
}

function canWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
