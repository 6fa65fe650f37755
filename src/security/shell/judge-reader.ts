import { lstatSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
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
  if (finding.verdict === 'allow' && isRecursive(reader, given)) {
    const folders = files.length > 0 ? files.flatMap((word) => word.text ?? []) : ['.'];
    const secret = folders.map((folder) => secretBelow(resolve(place.folder ?? '/', folder), given)).find((found) => found !== undefined);
    if (secret) return asks(`${name} would also read ${secret}; leave it out with --exclude, or name other folders`);
  }
  return finding;
}

function isRecursive(reader: Reader, given: ParsedOptions): boolean {
  const { recursive } = reader;
  return recursive === true || (recursive?.some((name) => given.options.some((option) => option.name === name)) ?? false);
}

const MAX_ENTRIES = 3000;
const NEVER_SEARCHED = new Set(['.git', 'node_modules']);

/** A protected file that a search of this folder would print. Large folders count as if they had one: their end was not looked at. */
function secretBelow(folder: string, given: ParsedOptions): string | undefined {
  const includes = globsOf(given, '--include');
  const excludes = globsOf(given, '--exclude');
  const queue = [folder];
  let left = MAX_ENTRIES;
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    for (const name of list(at)) {
      if (--left < 0) return 'files that were not looked at, the folder is large';
      const path = join(at, name);
      const secret = protectionOf(name, () => list(at ?? folder)) === 'secret';
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
