import { posix, win32 } from 'node:path';

/** How one kind of system writes paths. The others' rules can be asked for, so that they are tested everywhere. */
export interface PathRules {
  readonly windows: boolean;
  isAbsolute(path: string): boolean;
  join(...parts: string[]): string;
  dirname(path: string): string;
  relative(from: string, to: string): string;
  resolve(from: string, path: string): string;
  /** Where an absolute path starts: `/`, `C:\`, `\\server\share\`. One without a drive (`\a`) starts on that of `from`. */
  rootOf(path: string, from: string): string;
  /** The names below the root, without empty ones and `.`. */
  namesOf(path: string): string[];
  /** Is it the folder itself or below it? Both absolute. Windows does not tell cases apart. */
  isWithin(path: string, folder: string): boolean;
  /** With `/`, as tools, models and patterns write paths. */
  portable(path: string): string;
}

export const POSIX_PATHS: PathRules = {
  windows: false,
  isAbsolute: posix.isAbsolute,
  join: posix.join,
  dirname: posix.dirname,
  relative: (from, to) => (isTidyBelow(from, to) ? to.slice(from.length + 1) : posix.relative(from, to)),
  resolve: (from, path) => posix.resolve(from, path),
  rootOf: () => '/',
  namesOf: (path) => names(path.split('/')),
  isWithin: (path, folder) => path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`),
  portable: (path) => path,
};

export const WINDOWS_PATHS: PathRules = {
  windows: true,
  isAbsolute: win32.isAbsolute,
  join: win32.join,
  dirname: win32.dirname,
  relative: win32.relative,
  resolve: (from, path) => win32.resolve(from, path),
  rootOf: (path, from) => {
    const { root } = win32.parse(path);
    return /^[\\/]$/.test(root) ? win32.parse(from).root : win32.normalize(root);
  },
  namesOf: (path) => names(path.slice(win32.parse(path).root.length).split(/[\\/]/)),
  isWithin: (path, folder) => {
    const [inner, outer] = [path, folder].map((each) => win32.normalize(each).toLowerCase().replace(/\\$/, '')) as [string, string];
    return inner === outer || inner.startsWith(`${outer}\\`);
  },
  portable: (path) => path.replaceAll('\\', '/'),
};

/** The rules of this machine. */
export const PATHS: PathRules = process.platform === 'win32' ? WINDOWS_PATHS : POSIX_PATHS;

/** Written below an absolute folder, both without parts that would have to be worked out. For walks over many files. */
function isTidyBelow(folder: string, path: string): boolean {
  return folder.length > 1 && folder.startsWith('/') && path.charCodeAt(folder.length) === 47 && path.startsWith(folder) && !UNTIDY.test(path);
}

const UNTIDY = /\/\.{0,2}(?:\/|$)/;

function names(parts: readonly string[]): string[] {
  return parts.filter((name) => name !== '' && name !== '.');
}

const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?$/i;

/**
 * Why Windows would take this path for something else than it looks like (devices, streams of a file, names that lose their
 * end, drives with a folder of their own), or undefined.
 */
export function windowsTrick(path: string): string | undefined {
  if (/^[\\/]{2}[?.][\\/]/.test(path)) return 'it names a device or goes around the rules for names';
  const { root } = win32.parse(path);
  if (/^[A-Za-z]:$/.test(root)) return 'it starts from the current folder of a drive';
  for (const name of names(path.slice(root.length).split(/[\\/]/))) {
    if (name === '..') continue;
    if (name.includes(':')) return 'it names a stream of a file';
    if (/[. ]$/.test(name)) return 'Windows drops dots and blanks at the end of a name';
    if (DEVICE.test(name.trim())) return `${name} is a device`;
  }
  return undefined;
}
