import { lstatSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { globToRegExp } from '../glob.js';
import { protectionOf } from '../protected-names.js';
import { ALLOWED, asks, type CommandPlace, type Finding, stricter } from './finding.js';
import { type ParsedOptions, parseOptions } from './options.js';
import { checkPath } from './path-check.js';
import type { Reader } from './readers.js';
import type { Word } from './words.js';

/** Judges a program of the tables: its options, its operands, the files it would read. */
export function judgeReader(name: string, reader: Reader, args: readonly Word[], place: CommandPlace): Finding {
  if (args.length === 1 && (args[0]?.text === '--version' || args[0]?.text === '--help')) return ALLOWED;
  const given = parseOptions(reader.options, args);
  if (typeof given === 'string') return asks(`${name}: ${given}`);
  const hasPattern = reader.operands === 'pattern' && !given.options.some((option) => reader.patternOptions?.includes(option.name));
  const pattern = hasPattern ? given.operands[0] : undefined;
  const files = reader.operands === 'paths' || reader.operands === 'pattern' ? given.operands.slice(hasPattern ? 1 : 0) : [];
  const reason =
    reader.operands === 'none' && given.operands.length > 0
      ? 'it takes no operands'
      : reader.most !== undefined && given.operands.length > reader.most
        ? 'its last operand is written'
        : reader.check?.(given);
  let finding: Finding = reason ? asks(`${name}: ${reason}`) : ALLOWED;
  // A pattern need not be known, but it must be one word that is no option.
  if (pattern?.text === undefined && pattern !== undefined && !pattern.single)
    finding = stricter(finding, asks(`${name}: an argument is not known before it runs`));
  for (const path of [...given.paths, ...files]) {
    finding = stricter(
      finding,
      path.text === undefined ? asks(`${name}: a file is not known before it runs`) : (checkPath(path.text, 'read', place) ?? ALLOWED),
    );
  }
  if (finding.verdict === 'allow') {
    const secret = searchedFolders(reader, given, files, place)
      .map((folder) => secretBelow(folder, place.guard.root, given, reader.recursive !== 'named folders'))
      .find((found) => found !== undefined);
    if (secret) return asks(`${name} would also read ${secret}; leave it out, or name other folders`);
  }
  return finding;
}

/** Folders whose files are read without being named. */
function searchedFolders(reader: Reader, given: ParsedOptions, files: readonly Word[], place: CommandPlace): string[] {
  const { recursive } = reader;
  const names = files.flatMap((word) => word.text ?? []);
  const here = place.folder ?? '/';
  if (recursive === 'named folders') return names.map((name) => resolve(here, name)).filter((folder) => folder !== place.guard.root);
  const asked = recursive?.some((name) => given.options.some((option) => option.name === name)) ?? false;
  return asked ? (names.length > 0 ? names : ['.']).map((name) => resolve(here, name)) : [];
}

const MAX_ENTRIES = 3000;
const NEVER_SEARCHED = new Set(['.git', 'node_modules']);

/** A protected file that a search of this folder would print. Large folders count as if they had one: their end was not looked at; not where hidden files are left out, as such a search of everything passes too. */
function secretBelow(folder: string, root: string, given: ParsedOptions, hidden: boolean): string | undefined {
  const includes = globsOf(given, '--include');
  const excludes = globsOf(given, '--exclude');
  const queue = [folder];
  let left = MAX_ENTRIES;
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const name of list(at)) {
      if (!hidden && name.startsWith('.')) continue;
      if (--left < 0) return hidden ? 'files that were not looked at, the folder is large' : undefined;
      const path = join(at, name);
      const secret = protectionOf(relative(root, path), () => list(dirname(path))) === 'secret';
      if (secret && (includes.length === 0 || includes.some((glob) => glob.test(name))) && !excludes.some((glob) => glob.test(name)))
        return `${name} (protected)`;
      if (!NEVER_SEARCHED.has(name) && (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)) queue.push(path);
    }
  }
  return undefined;
}

function globsOf(given: ParsedOptions, name: string): RegExp[] {
  return given.options.flatMap((option) => (option.name === name && option.value?.text !== undefined ? [globToRegExp(option.value.text)] : []));
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
