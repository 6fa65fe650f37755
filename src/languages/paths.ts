/** Paths of the project: relative to its root, with `/`; the root is `''`. */

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `base/relative` without `.` and `..`; undefined when it leaves the root. */
export function joinPath(base: string, relative: string): string | undefined {
  const parts: string[] = base === '' ? [] : base.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder itself, then each one above it, the root last. */
export function foldersUpward(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== ''; ) {
    at = folderOf(at);
    folders.push(at);
  }
  return folders;
}

/** How many leading folders two paths share: the nearer of several candidates has more. */
export function sharedFolders(a: string, b: string): number {
  const left = folderOf(a).split('/');
  const right = folderOf(b).split('/');
  let count = 0;
  while (count < left.length && count < right.length && left[count] === right[count]) count++;
  return count;
}
