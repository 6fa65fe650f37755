import { posix } from 'node:path';
import { judgeBuiltin } from './builtins.js';
import { catastropheOf, findCatastrophe, isDisk, isDownloader, isShell } from './catastrophe.js';
import { changedPaths, editedInPlace, isChanger } from './changers.js';
import { judgeAssignment } from './environment-names.js';
import { judgeFind } from './find-command.js';
import { ALLOWED, asks, type CommandPlace, type Finding, stricter } from './finding.js';
import { judgeGit } from './git-command.js';
import { judgeReader } from './judge-reader.js';
import { scriptFile } from './made-files.js';
import { checkChange, checkPath, checkProtected } from './path-check.js';
import { usesArguments, withArguments } from './positional.js';
import { READERS } from './readers.js';
import { ALIASES, SEARCHERS } from './readers-search.js';
import { scriptsInWords } from './scripts-in-words.js';
import { sedEffects } from './sed-effects.js';
import type { Word } from './words.js';
import { unwrap } from './wrappers.js';

/** What the judge of one program needs of the walk over the line. */
export interface ProgramPlace extends CommandPlace {
  /** Functions of the line: their names mean something else. */
  functions: ReadonlySet<string>;
  /** A program was met (without its folder), also behind wrappers. */
  met(name: string, args: readonly Word[]): void;
  /** An inner program of a wrapper: a part of its own. */
  inner(words: readonly Word[], finding: Finding): void;
  /** A script in a string (`sh -c`, `eval`): its parts are judged and added. */
  script(text: string): void;
  /** A text that another program may run: a catastrophe in it, or a protected file it names. */
  suspect(text: string): Finding | undefined;
  /** Running this file: is it one that the line itself made, with something in it that must not run? */
  made(path: string): Finding | undefined;
}

/** Folders whose programs are those of the system. */
const SYSTEM_PROGRAM = /^(?:\/usr(?:\/local)?)?\/s?bin\/[\w.+-]+$|^\/opt\/homebrew\/bin\/[\w.+-]+$/;
/** Programs that answer `--version` from themselves; toolchain managers that ask the project first are not among them. */
const VERSIONED = new Set(
  'node npm npx python python3 pip pip3 gcc g++ cc c++ clang clang++ make cmake bash zsh sh git java javac ruby perl php docker deno bun rg jq sed awk gawk curl wget ld ar tar gzip unzip tree vim nvim emacs tmux ssh psql mysql sqlite3 ffmpeg openssl find xargs diff code gh kubectl terraform helm'.split(
    ' ',
  ),
);
const VERSION_FLAG: Readonly<Record<string, readonly string[]>> = {
  node: ['-v'],
  npm: ['-v'],
  python: ['-V'],
  python3: ['-V'],
  pip: ['-V'],
  pip3: ['-V'],
  ruby: ['-v'],
  php: ['-v'],
  perl: ['-v'],
  java: ['-version'],
  javac: ['-version'],
  ssh: ['-V'],
  tmux: ['-V'],
  docker: ['-v'],
  gcc: ['-dumpversion', '-dumpmachine'],
};

const MAX_DEPTH = 8;

/** One program with its words, after expansion. */
export function judgeProgram(words: readonly Word[], place: ProgramPlace, depth = 0): Finding {
  const written = words[0];
  if (written === undefined) return ALLOWED;
  if (written.text === undefined) return asks('which program runs is not known before it runs');
  if (depth > MAX_DEPTH) return asks('too many programs behind each other');
  const name = posix.basename(written.text) || written.text;
  const args = words.slice(1);
  place.met(name, args);
  const catastrophe = catastropheOf(name, args, place);
  if (catastrophe) return { verdict: 'deny', reason: catastrophe, hard: 'catastrophe' };
  const file = scriptFile(written.text, name, args);
  const made = file === undefined ? undefined : place.made(file);
  if (made) return made;
  if (place.functions.has(written.text)) return asks(`${written.text} is a function of this line`);
  if (written.text.includes('/') && !SYSTEM_PROGRAM.test(written.text)) return asks(`${written.text} is a program named by its path`);
  const finding = judgeNamed(written.text === '.' ? '.' : name, args, words, place, depth);
  if (finding.verdict === 'ask' && /^g?sed$/.test(name)) return stricter(finding, suspectSed(args, place) ?? finding);
  if (finding.verdict !== 'ask') return finding;
  const guarded = stricter(finding, protectedWord(args, place) ?? finding);
  // What grep looks for never runs.
  return /^[ef]?grep$/.test(name) ? guarded : stricter(guarded, suspectWord(args, place) ?? finding);
}

function judgeNamed(name: string, args: readonly Word[], words: readonly Word[], place: ProgramPlace, depth: number): Finding {
  const only = args.length === 1 ? args[0]?.text : undefined;
  if (only !== undefined && VERSIONED.has(name) && (only === '--version' || VERSION_FLAG[name]?.includes(only)))
    return { verdict: 'allow', reason: 'it prints a version' };
  const builtin = judgeBuiltin(name, args, place);
  if (builtin) return builtin;
  if (isShell(name)) return judgeShell(name, args, place);
  for (const script of scriptsInWords(name, args)) place.script(script);
  if (name === 'eval') return asks('eval runs a string');
  if (name === 'find') {
    const found = judgeFind(words, place);
    for (const command of found.commands) place.inner(command, judgeProgram(command, place, depth + 1));
    const catastrophe = findCatastrophe(found.starts, found.deletes, found.commands, place);
    return catastrophe ? { verdict: 'deny', reason: catastrophe, hard: 'catastrophe' } : found.finding;
  }
  if (name === 'git') {
    const finding = judgeGit(words, place);
    return finding.verdict === 'ask' ? (hiddenCatastrophe(args.slice(1), place) ?? finding) : finding;
  }
  const wrapped = unwrap(name, args);
  if (wrapped) return judgeWrapper(name, args, wrapped, place, depth);
  for (const path of editedInPlace(name, args)) {
    const refused = checkChange(path, place);
    if (refused) return refused;
  }
  const known = ALIASES[name] ?? name;
  const reader = Object.hasOwn(READERS, known) ? READERS[known] : Object.hasOwn(SEARCHERS, known) ? SEARCHERS[known] : undefined;
  if (reader) return judgeReader(name, reader, args, place);
  if (isChanger(name)) return judgeChanger(name, args, place);
  const inside = /^(?:docker|podman|nerdctl)$/.test(name) ? throughMounts(args) : undefined;
  const mounted = inside && (hiddenCatastrophe(inside, place) ?? suspectWord(inside, place));
  if (mounted) return mounted;
  return hiddenCatastrophe(args, place) ?? asks(`${name} is not known to only read`);
}

/** The words of a container's command with the system's folder in place of where it is mounted; undefined when it is not. */
function throughMounts(args: readonly Word[]): Word[] | undefined {
  const place = args
    .map(({ text }) => /^(?:--volume=)?\/:(\/[^:]+)|^(?:--mount=)?type=bind,.*?(?:source|src)=\/,.*?(?:target|dst|destination)=(\/[^,]+)/.exec(text ?? ''))
    .find(Boolean);
  const mount = place?.[1] ?? place?.[2];
  return mount === undefined ? undefined : args.map((word) => (word.text === undefined ? word : { text: word.text.replaceAll(mount, '/') }));
}

/** Nobody knows which of these words is a program that is run, and full mode runs what nobody knows: a catastrophe anywhere counts. */
function hiddenCatastrophe(args: readonly Word[], place: ProgramPlace): Finding | undefined {
  for (let at = 0; at < args.length; at++) {
    const name = posix.basename(args[at]?.text ?? '');
    const rest = args.slice(at + 1);
    if (isDownloader(name)) place.met(name, rest);
    const reason = catastropheOf(name, rest, place);
    if (reason) return { verdict: 'deny', reason, hard: 'catastrophe' };
  }
  return undefined;
}

/** What sed runs and writes by its script. */
function suspectSed(args: readonly Word[], place: ProgramPlace): Finding | undefined {
  for (const { text } of args) {
    if (text === undefined) continue;
    const { runs, writes } = sedEffects(text);
    for (const file of writes) {
      const reason = isDisk(file) ? 'it overwrites a device' : undefined;
      const refused = reason ? ({ verdict: 'deny', reason, hard: 'catastrophe' } as const) : checkChange(file, place);
      if (refused && refused.verdict !== 'allow') return refused;
    }
    for (const run of runs) {
      const found = place.suspect(run);
      if (found) return found;
    }
  }
  return protectedWord(args, place) ?? suspectWord(args, place);
}

/** `sh -c '…'` with nothing else is the string itself; everything else runs files or input. */
function judgeShell(name: string, args: readonly Word[], place: ProgramPlace): Finding {
  const at = args.findIndex((word) => /^-[a-z]*c$/.test(word.text ?? ''));
  // The script is the first word behind -c that is no option.
  const script = at === -1 ? undefined : args.slice(at + 1).find((word) => word.text === undefined || !/^[-+]/.test(word.text))?.text;
  if (script !== undefined) place.script(script);
  // What the script gets as its arguments stands behind it.
  const given = script !== undefined && usesArguments(script) ? args.slice(args.findIndex((word) => word.text === script) + 1) : [];
  const found =
    script !== undefined && given.length > 0
      ? place.suspect(
          withArguments(
            script,
            given.map((word) => word.text),
          ),
        )
      : undefined;
  if (found) return found;
  const plain = at === 0 && args[0]?.text === '-c' && args.length === 2 && script !== undefined && /^(?:sh|bash|dash)$/.test(name);
  return plain ? { verdict: 'allow', reason: 'what the shell runs is judged by itself' } : asks(`${name} runs a script`);
}

function judgeWrapper(name: string, args: readonly Word[], wrapped: NonNullable<ReturnType<typeof unwrap>>, place: ProgramPlace, depth: number): Finding {
  let finding: Finding = wrapped.harmless
    ? { verdict: 'allow', reason: 'what it runs is judged by itself' }
    : asks(`${name} runs another program in a way that is not known to be harmless`);
  for (const assignment of wrapped.assignments) finding = stricter(finding, judgeAssignment(assignment) ?? ALLOWED);
  const first = wrapped.inner[0];
  if (first === undefined) return name === 'env' || name === 'xargs' || name === 'exec' ? asks(`${name} without a program`) : finding;
  if (!wrapped.understood) {
    const folder = name === 'env' || name === 'sudo' ? startFolder(args) : undefined;
    const hidden = hiddenCatastrophe(args, folder === undefined ? place : { ...place, folder });
    if (hidden) return hidden;
  }
  if (name === 'watch' && args.every((word) => word.text !== undefined)) place.script(wrapped.inner.map((word) => word.text).join(' '));
  place.inner(wrapped.inner, judgeProgram(wrapped.inner, place, depth + 1));
  return finding;
}

/** `env -C folder`, `sudo --chdir=folder`; relative ones are not looked at. */
function startFolder(args: readonly Word[]): string | undefined {
  for (const [at, { text }] of args.entries()) {
    const folder = /^(?:-C|-D|--chdir)$/.test(text ?? '') ? args[at + 1]?.text : /^(?:-[CD]|--chdir=)(\/.*)$/.exec(text ?? '')?.[1];
    if (folder?.startsWith('/')) return folder;
  }
  return undefined;
}

/** Programs that change files: they ask, and the paths they may not touch are refused. */
function judgeChanger(name: string, args: readonly Word[], place: CommandPlace): Finding {
  let finding = asks(`${name} changes files`);
  for (const { path, use } of changedPaths(name, args)) {
    finding = stricter(finding, (use === 'read' ? checkPath(path, 'read', place) : checkChange(path, place)) ?? finding);
  }
  return finding;
}

/** Options whose value is prose. */
const PROSE = /^(?:-m|-[a-z]+m|--(?:message|body|title|subject|notes?|description|comment|prompt|data(?:-\w+)?|json))$/;

/** Words that could be a script or code for the program: searched for what must not run in any mode. */
function suspectWord(args: readonly Word[], place: ProgramPlace): Finding | undefined {
  for (const [at, { text }] of args.entries()) {
    if (text === undefined || !/[\s(,;]/.test(text) || PROSE.test(args[at - 1]?.text ?? '') || PROSE.test(text.split('=')[0] ?? '')) continue;
    const finding = place.suspect(text);
    if (finding) return finding;
  }
  return undefined;
}

/** No rule that allows a program lets it reach a protected file of the workspace. */
function protectedWord(args: readonly Word[], place: CommandPlace): Finding | undefined {
  for (const [at, { text }] of args.entries()) {
    if (text === undefined || text === '' || text.length > 1000 || /^(?:-m|--message)$/.test(args[at - 1]?.text ?? '')) continue;
    const value = text.startsWith('-') ? text.slice(text.indexOf('=') + 1) : text;
    if (text.startsWith('-') && !text.includes('=')) continue;
    const finding = checkProtected(value, place);
    if (finding) return finding;
  }
  return undefined;
}
