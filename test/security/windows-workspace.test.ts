import type { Stats } from 'node:fs';
import { win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PathUse } from '../../src/contract/security.js';
import { WINDOWS_PATHS } from '../../src/lib/path-rules.js';
import type { Disk } from '../../src/security/kernel-path.js';
import { createWorkspace } from '../../src/security/workspace.js';

/** A disk of Windows: names without case, links, short names. A link is `-> target`. */
function windowsDisk(entries: Record<string, 'file' | 'folder' | `-> ${string}`>, shortNames: Record<string, string> = {}): Disk {
  const known = new Map(Object.entries(entries).map(([path, what]) => [path.toLowerCase(), { path, what }]));
  const long = new Map(Object.entries(shortNames).map(([short, path]) => [short.toLowerCase(), path]));
  const at = (path: string) => known.get((long.get(path.toLowerCase()) ?? path).toLowerCase());
  return {
    paths: WINDOWS_PATHS,
    lstat: (path) => {
      const what = at(path)?.what;
      if (what === undefined) return undefined;
      return { isFile: () => what === 'file', isDirectory: () => what === 'folder', isSymbolicLink: () => what.startsWith('->'), nlink: 1 } as Stats;
    },
    readlink: (path) => at(path)?.what.slice(3) ?? '',
    list: (folder) => [...known.values()].filter(({ path }) => win32.dirname(path) === folder).map(({ path }) => win32.basename(path)),
    longName: (path) => at(path)?.path ?? path,
  };
}

const disk = windowsDisk(
  {
    'C:\\proj': 'folder',
    'C:\\proj\\src': 'folder',
    'C:\\proj\\src\\app.ts': 'file',
    'C:\\proj\\.env': 'file',
    'C:\\proj\\.env.production': 'file',
    'C:\\proj\\.git': 'folder',
    'C:\\proj\\.git\\config': 'file',
    'C:\\proj\\out': '-> C:\\Windows',
    'C:\\proj\\shared': '-> ..\\lib',
    'C:\\proj\\loop': '-> loop',
    'C:\\Windows': 'folder',
    'C:\\lib': 'folder',
    'C:\\proj-evil': 'folder',
    'C:\\Users\\me': 'folder',
    'C:\\Users\\me\\notes.txt': 'file',
  },
  { 'C:\\proj\\ENV~1.PRO': 'C:\\proj\\.env.production', 'C:\\proj\\GIT~1': 'C:\\proj\\.git' },
);
const guard = createWorkspace({ root: 'C:\\proj', home: 'C:\\Users\\me', extraRoots: ['C:\\lib'], blockedPaths: ['src\\private', '**/*.key'], disk });
const outcome = (path: string, use: PathUse = 'read'): string => {
  try {
    return guard.resolve(path, use);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the guard of a workspace on Windows', () => {
  it.each<[string, PathUse, string]>([
    ['src/app.ts', 'read', 'C:\\proj\\src\\app.ts'],
    ['src\\app.ts', 'read', 'C:\\proj\\src\\app.ts'],
    ['.\\src\\..\\src\\new.ts', 'write', 'C:\\proj\\src\\new.ts'],
    ['C:/proj/src/app.ts', 'read', 'C:\\proj\\src\\app.ts'],
    ['c:\\PROJ\\src\\app.ts', 'read', 'c:\\PROJ\\src\\app.ts'],
    ['\\proj\\src', 'list', 'C:\\proj\\src'],
    ['shared\\x.ts', 'write', 'C:\\lib\\x.ts'],
    ['C:\\lib\\x.ts', 'read', 'C:\\lib\\x.ts'],
    ['..\\secret.txt', 'read', 'outside_workspace'],
    ['C:\\proj-evil\\a', 'read', 'outside_workspace'],
    ['D:\\proj\\a', 'read', 'outside_workspace'],
    ['\\\\server\\proj\\a', 'read', 'outside_workspace'],
    ['~\\notes.txt', 'read', 'outside_workspace'],
    ['out\\system.ini', 'read', 'outside_workspace'],
    ['/c/proj/src/app.ts', 'read', 'outside_workspace'],
    ['.env', 'read', 'denied'],
    ['.ENV', 'read', 'denied'],
    ['ENV~1.PRO', 'read', 'denied'],
    ['.env::$DATA', 'read', 'denied'],
    ['.env.', 'read', 'denied'],
    ['.git\\config', 'write', 'denied'],
    ['GIT~1\\config', 'write', 'denied'],
    ['C:.git\\config', 'write', 'denied'],
    ['\\\\?\\C:\\proj\\.env', 'read', 'denied'],
    ['NUL', 'write', 'denied'],
    ['loop', 'read', 'denied'],
    ['src\\private\\a.ts', 'read', 'denied'],
    ['SRC\\PRIVATE\\a.ts', 'read', 'denied'],
    ['certs\\server.key', 'read', 'denied'],
  ])('%s to %s: %s', (path, use, expected) => {
    expect(outcome(path, use)).toBe(expected);
  });

  it('shows paths with /, those outside in full', () => {
    expect([guard.display('C:\\proj\\src\\app.ts'), guard.display('C:\\proj'), guard.display('c:\\Proj\\src'), guard.display('D:\\x\\y')]).toEqual([
      'src/app.ts',
      '.',
      'src',
      'D:/x/y',
    ]);
  });

  it('walks see what a read would see', () => {
    expect([guard.readable('C:\\proj\\src\\app.ts'), guard.readable('C:\\proj\\.env'), guard.readable('C:\\Users\\me\\notes.txt')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
