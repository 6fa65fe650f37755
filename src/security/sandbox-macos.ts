import { join } from 'node:path';
import { HIDDEN_AT_HOME, type SandboxFolders } from './sandbox-linux.js';

/** The profile for `sandbox-exec`: later rules win. */
export function sandboxProfile({ roots, readOnly, home, network }: SandboxFolders): string {
  const lines = [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    '(allow file-write* (literal "/dev/null") (literal "/dev/stdout") (literal "/dev/stderr") (literal "/dev/tty") (subpath "/dev/fd"))',
    '(allow file-write* (subpath "/private/tmp") (subpath "/private/var/folders"))',
  ];
  for (const root of roots) lines.push(`(allow file-write* (subpath ${quoted(root)}))`);
  for (const path of readOnly) lines.push(`(deny file-write* (subpath ${quoted(path)}))`);
  for (const name of home === undefined ? [] : HIDDEN_AT_HOME) lines.push(`(deny file-read* (subpath ${quoted(join(home ?? '/', name))}))`);
  if (!network) lines.push('(deny network*)', '(allow network* (local unix-socket))');
  return lines.join('\n');
}

/** A string of the profile's Scheme. */
function quoted(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&')}"`;
}
