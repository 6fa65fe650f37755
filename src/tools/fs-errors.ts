import { isOCodeError, isToolError, ToolError } from '../contract/error.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'has a file where a folder should be',
  EISDIR: 'is a folder',
  EACCES: 'may not be accessed (file permissions)',
  EPERM: 'may not be changed (operation not permitted)',
  EROFS: 'lies on a read-only file system',
  ENOSPC: 'could not be written: the disk is full',
  EDQUOT: 'could not be written: the disk quota is used up',
  ENAMETOOLONG: 'has too long a name',
  ELOOP: 'is a symbolic link',
  EEXIST: 'already exists',
  ENOTEMPTY: 'is not empty',
  EMFILE: 'could not be opened: too many open files',
  EBUSY: 'is in use',
};

/** An error of the file system as a sentence for the model; every other error stays what it is (a bug keeps its stack). */
export function asFailure(error: unknown, name: string): unknown {
  if (isToolError(error) || isOCodeError(error)) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const reason = code === undefined ? undefined : REASONS[code];
  if (reason === undefined) return error;
  return new ToolError(code === 'ENOENT' ? 'not_found' : 'failed', `${name} ${reason}`);
}
