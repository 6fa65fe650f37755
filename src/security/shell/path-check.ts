import { isToolError } from '../../contract/error.js';
import type { PathUse } from '../../contract/security.js';
import type { CommandPlace, Finding } from './finding.js';
import { asks } from './finding.js';

/** Files of the kernel that are harmless in a command line. */
const HARMLESS_READ = new Set(['/dev/null', '/dev/stdin', '/dev/fd/0', '/dev/fd/63']);
export const HARMLESS_WRITE = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/fd/1', '/dev/fd/2']);

/** Why this path must not be used, or undefined. `-` is a stream. */
export function checkPath(path: string, use: PathUse, place: CommandPlace): Finding | undefined {
  if ((use === 'read' || use === 'list' ? HARMLESS_READ : HARMLESS_WRITE).has(path)) return undefined;
  if (path === '') return undefined;
  if (place.folder === undefined) return asks('the folder it runs in is not known');
  try {
    // A name beginning with ~ that came this far was quoted: it is no home folder.
    place.guard.resolve(path.startsWith('~') ? `./${path}` : path, use, place.folder);
    return undefined;
  } catch (error) {
    if (!isToolError(error)) throw error;
    return { verdict: 'deny', reason: error.message, hard: 'path' };
  }
}

/** The same for what a program changes: removed or replaced, and where a final link leads. */
export function checkChange(path: string, place: CommandPlace): Finding | undefined {
  if (HARMLESS_WRITE.has(path) || HARMLESS_READ.has(path)) return undefined;
  return checkPath(path, 'delete', place);
}

/** Only what no rule and no mode lifts: a protected file of the workspace, for whatever use. */
export function checkProtected(path: string, place: CommandPlace): Finding | undefined {
  const finding = checkPath(path, 'delete', place);
  return finding?.hard && / is protected/.test(finding.reason) ? finding : undefined;
}
