import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** All places on PATH where a program of that name lies and may be run, in order. A name with a slash is taken as a path. */
export function findPrograms(name: string, cwd: string, environment: Readonly<Record<string, string | undefined>> = process.env): string[] {
  if (name.includes('/') || (process.platform === 'win32' && name.includes('\\'))) return isProgram(resolve(cwd, name)) ? [resolve(cwd, name)] : [];
  const endings = process.platform === 'win32' ? ['', ...(environment.PATHEXT ?? '.EXE;.CMD;.BAT').split(';')] : [''];
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const places = folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
  return [...new Set(places)].filter(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
