import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommandPlace, Finding } from './finding.js';
import { ALLOWED, asks } from './finding.js';
import { judgeBlob, judgeGitName } from './git-names.js';
import { parseOptions } from './options.js';
import { GIT_READERS } from './readers-git.js';
import type { Word } from './words.js';

/** Global options that change neither the repository nor what runs. */
const GLOBAL_FLAGS = new Set(['--no-pager', '-P', '--no-optional-locks', '--literal-pathspecs', '--glob-pathspecs', '--noglob-pathspecs', '--icase-pathspecs']);
/** Those that take a word: only to find the subcommand behind them. */
const GLOBAL_WITH_VALUE = new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--super-prefix', '--config-env', '--attr-source', '--exec-path']);

/** Subcommands that print names of files, never what is in them. */
const NAMES_ONLY = new Set(['status', 'ls-files', 'ls-tree', 'rev-list', 'check-ignore', 'check-attr', 'rev-parse', 'shortlog', 'describe', 'name-rev']);

/** Plain reading passes; another repository, configuration, a program or an output does not. */
export function judgeGit(words: readonly Word[], place: CommandPlace): Finding {
  let at = 1;
  for (; at < words.length; at++) {
    const text = words[at]?.text;
    if (text === undefined) return asks('an argument is not known before it runs');
    if (!text.startsWith('-')) break;
    if ((text === '--version' || text === '-v') && words.length === 2) return ALLOWED;
    if (!GLOBAL_FLAGS.has(text)) return asks(`git's option ${text.split('=')[0]} is not known to be harmless`);
  }
  const name = words[at]?.text;
  if (name === undefined) return asks('git without a subcommand');
  const reader = Object.hasOwn(GIT_READERS, name) ? GIT_READERS[name] : undefined;
  if (!reader) return asks(`git ${name} is not known to only read`);
  if (place.folder === undefined) return asks('the folder git runs in is not known');
  const other = otherRepository(place.folder, place.guard.root);
  if (other) return asks(other);

  let rest = words.slice(at + 1);
  let bare = false;
  if (typeof reader.operands === 'object' && 'words' in reader.operands) {
    const first = rest[0]?.text;
    if (first === undefined || first.startsWith('-')) {
      if (rest.length > 0 && rest[0]?.text === undefined) return asks('an argument is not known before it runs');
      // `git stash` alone saves, `git worktree` and `git notes` alone print help or nothing: only some read.
      if (name !== 'remote' && name !== 'reflog') return asks(`git ${name} without a known word`);
      bare = true;
    } else {
      if (!reader.operands.words.includes(first)) return asks(`git ${name} ${first} is not known to only read`);
      rest = rest.slice(1);
    }
  }
  const given = parseOptions(reader.options, rest);
  if (typeof given === 'string') return asks(`git ${name}: ${given}`);
  const reason = reader.check?.(given);
  if (reason) return asks(reason);
  if (reader.most !== undefined && given.operands.length > reader.most) return asks(`git ${name} writes with more than ${reader.most} operand`);
  if ((bare || reader.operands === 'none') && given.operands.length > 0) return asks(`git ${name} takes no operands`);
  if (typeof reader.operands === 'object' && 'listing' in reader.operands && given.operands.length > 0) {
    const { listing } = reader.operands;
    if (!given.options.some((option) => listing.includes(option.name))) return asks(`git ${name} with a name makes one`);
  }
  for (const { name: option, value } of given.options) {
    // The range of `log -L` names a file.
    const finding = option === '-L' && value?.text !== undefined ? judgeBlob(value.text, place) : undefined;
    if (finding) return finding;
  }
  const hasPattern = reader.operands === 'pattern' && !given.options.some((option) => option.name === '-e');
  for (const operand of given.operands.slice(hasPattern ? 1 : 0)) {
    const finding = judgeGitName(operand, place, !NAMES_ONLY.has(name));
    if (finding) return finding;
  }
  return ALLOWED;
}

/** Git takes the first repository upward from its folder; one inside the workspace could name programs in its configuration. */
function otherRepository(folder: string, root: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const own = existsSync(join(at, '.git'));
    if (at === root && own) return undefined;
    if (own) return 'it would use another repository inside the workspace';
    if (isFolder(join(at, 'objects')) && isFolder(join(at, 'refs')) && existsSync(join(at, 'HEAD')))
      return 'the folder looks like a bare repository with its own configuration';
    if (at === root || at === dirname(at)) return undefined;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The words without git's global options, so that `git -C x push` is held against rules as `git push` too. */
export function plainGit(words: ReadonlyArray<string | undefined>): ReadonlyArray<string | undefined> {
  let at = 1;
  for (; at < words.length; at++) {
    const text = words[at];
    if (text === undefined || !text.startsWith('-')) break;
    if (GLOBAL_WITH_VALUE.has(text)) at++;
  }
  return ['git', ...words.slice(at)];
}
