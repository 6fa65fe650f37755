import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Unit } from './unit.js';

const MAX_NAMES = 500;
const MAX_LISTED = 5000;

/** The names a glob stands for in this folder, as bash finds them (no hidden names). Undefined: not known, or too many. */
export function expandGlob(units: readonly Unit[], folder: string | undefined): string[] | undefined {
  if (folder === undefined) return undefined;
  const parts: Unit[][] = [[]];
  for (const unit of units) {
    if ('hole' in unit) return undefined;
    if (unit.character === '/') parts.push([]);
    else parts.at(-1)?.push(unit);
  }
  let found = [''];
  let behindPattern = false;
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    const text = part.map((unit) => ('hole' in unit ? '' : unit.character)).join('');
    const pattern = part.some((unit) => !('hole' in unit) && !unit.quoted && /[*?[]/.test(unit.character)) ? partPattern(part) : text;
    if (pattern === undefined) return undefined;
    behindPattern ||= typeof pattern !== 'string';
    const next: string[] = [];
    for (const prefix of found) {
      const at = prefix === '' ? folder : prefix.startsWith('/') ? prefix : join(folder, prefix);
      const names = typeof pattern === 'string' ? [pattern] : listNames(at, pattern);
      if (!names) return undefined;
      for (const name of names) {
        // As in bash: what is not last must be a folder, and a name behind a pattern must exist.
        if (behindPattern && text !== '' && !exists(join(at, name), !last)) continue;
        next.push(`${prefix}${name}${last ? '' : '/'}`);
      }
      if (next.length > MAX_NAMES) return undefined;
    }
    found = next;
  }
  return found;
}

function listNames(folder: string, pattern: RegExp): string[] | undefined {
  try {
    const names = readdirSync(folder);
    if (names.length > MAX_LISTED) return undefined;
    // Older versions of bash find `.` and `..` too.
    return [...names, '.', '..'].filter((name) => pattern.test(name)).sort();
  } catch {
    return [];
  }
}

function exists(path: string, asFolder: boolean): boolean {
  try {
    return asFolder ? statSync(path).isDirectory() : lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** One part of a pattern; undefined for bracket forms that are not plain. */
function partPattern(units: readonly Unit[]): RegExp | undefined {
  let source = '';
  const first = units.find((unit) => 'hole' in unit || unit.character !== '');
  const hidden = first !== undefined && !('hole' in first) && first.character === '.';
  for (let at = 0; at < units.length; at++) {
    const unit = units[at];
    if (unit === undefined || 'hole' in unit) return undefined;
    if (unit.quoted) source += escaped(unit.character);
    else if (unit.character === '*') source += '[^]*';
    else if (unit.character === '?') source += '[^]';
    else if (unit.character === '[') {
      const close = units.findIndex((other, index) => index > at + 1 && !('hole' in other) && other.character === ']');
      const inside = units.slice(at + 1, close).map((other) => ('hole' in other ? '' : other.character));
      if (close === -1 || !/^[!^]?(?:[\w.]|[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9])+$/.test(inside.join(''))) return undefined;
      source += `[${inside.join('').replace(/^!/, '^')}]`;
      at = close;
    } else source += escaped(unit.character);
  }
  try {
    // In many locales a range of letters takes both cases: find too many names rather than too few.
    return new RegExp(`^${hidden ? '' : '(?!\\.)'}${source}$`, source.includes('[') ? 'iu' : 'u');
  } catch {
    return undefined;
  }
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/g, (found) => (found === '-' ? '\\x2d' : `\\${found}`));
}
