import { isDownloader, runsCode, runsScript } from './catastrophe.js';
import { cdTarget, judgeCd } from './change-folder.js';
import { isLocalName, judgeAssignment } from './environment-names.js';
import { expandedText } from './expanded-text.js';
import { fedBy } from './fed-text.js';
import { suspectFed } from './feeding.js';
import { ALLOWED, asks, type Finding, RUNS_DOWNLOAD, stricter } from './finding.js';
import { change, either, type Folder, type Folders, type Ways } from './folders.js';
import { judgeProgram } from './judge-program.js';
import { likelyText } from './likely-values.js';
import { downloadedFiles, type MadeFile } from './made-files.js';
import { isRedirect, WORDS } from './node-kinds.js';
import type { JudgedPart } from './part.js';
import { usesArguments, withArguments } from './positional.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';
import { variablesUnder } from './variables.js';
import type { Word } from './words.js';

/** What the judge of one command needs of the walk over its script. */
export interface CommandWalk {
  readonly script: ShellScript;
  /** A part of the line, with what is thought of it. */
  add(node: ShellNode, finding: Finding, more?: Partial<JudgedPart>): void;
  /** Judges what runs inside the words under this node. */
  inside(node: ShellNode, folders: Folders): void;
  /** The same for the node itself: it may be a substitution. */
  insideWord(node: ShellNode, folders: Folders): void;
  redirect(node: ShellNode, folders: Folders): void;
  /** A script in a string. */
  runScript(text: string, folders: Folders, node: ShellNode): void;
  /** What must not run in any mode, in a text that a program may run. What else it would do nobody knows. */
  suspect(text: string, folders: Folders): Finding | undefined;
  /** A program was met, also behind wrappers; `name` is without its folder. */
  met(name: string, args: readonly Word[]): void;
  /** What it gives on was downloaded. */
  metDownload(): void;
  /** The line makes this file. */
  makes(path: string, folder: string | undefined, file: MadeFile): void;
  /** Running a file: did the line make it, with something in it that must not run? */
  runMade(path: string, folder: Folder | undefined): Finding | undefined;
}

const MAX_WORDS = 400;
/** Folders times values: what can run in more ways is asked about. */
const MAX_RUNS = 300;

/** One simple command in every folder and with every value it may have; the strictest decides. */
export function judgeSimpleCommand(walk: CommandWalk, node: ShellNode, folders: Folders): Ways {
  const same: Ways = { success: folders, failure: folders };
  const command = takeApart(walk, node, folders);
  let { finding } = command;
  const [first] = command.words;
  if (!first) {
    walk.add(node, stricter(finding, asks('it is not understood')));
    return same;
  }
  if (command.words.length > MAX_WORDS) {
    walk.add(node, asks(`it has more than ${MAX_WORDS} words`));
    return same;
  }
  if (hasExpansion(first)) finding = stricter(finding, asks('which program runs depends on an expansion'));
  const runs = judgeRuns(walk, node, command.words, folders);
  finding = stricter(finding, runs.finding);
  for (const child of node.children.filter(isRedirect)) {
    const fed = fedBy(walk.script, child, folders);
    if (fed === undefined) continue;
    if (runs.runsScript) walk.runScript(fed, folders, child);
    if (finding.verdict === 'ask') finding = stricter(finding, suspectFed(walk, node, fed, folders) ?? ALLOWED);
  }
  const isDownload = hasNestedDownload({ ...first, children: [first] }, walk.script) || usesDownload(first, walk.script);
  const givesOn = usesDownload(node, walk.script);
  if (givesOn) walk.metDownload();
  if (isDownload || (runs.runsCode && (givesOn || hasNestedDownload(node, walk.script)))) finding = stricter(finding, RUNS_DOWNLOAD);
  if (runs.changes && runs.folders === undefined) finding = stricter(finding, asks('which folder it changes to is not known'));
  walk.add(node, finding, runs.argv ? { argv: [...command.assignments, ...runs.argv] } : {});
  return runs.changes ? { success: runs.folders, failure: folders } : same;
}

interface TakenApart {
  /** `NAME=value` in front of the program, as written. */
  assignments: string[];
  words: ShellNode[];
  finding: Finding;
}

/** The pieces of a command; what runs inside them is judged on the way. */
function takeApart(walk: CommandWalk, node: ShellNode, folders: Folders): TakenApart {
  const result: TakenApart = { assignments: [], words: [], finding: ALLOWED };
  const worsen = (finding: Finding): void => {
    result.finding = stricter(result.finding, finding);
  };
  let last: ShellNode | undefined;
  for (const child of node.children) {
    const touches = last !== undefined && last.end === child.start && !isRedirect(child) && !isRedirect(last);
    if (touches) worsen(asks('it is not understood (words without a blank between them)'));
    last = child;
    if (isRedirect(child)) walk.redirect(child, folders);
    else if (child.type === 'variable_assignment') {
      walk.inside(child, folders);
      const text = walk.script.textOf(child);
      result.assignments.push(text);
      worsen(/^\w+=[\w./:@%+,-]*$/.test(text) ? (judgeAssignment(text) ?? ALLOWED) : asks('it sets a variable for the program'));
      worsen(walk.suspect(text, folders) ?? ALLOWED);
    } else if (child.type === 'command_name' || WORDS.has(child.type)) {
      const word = child.type === 'command_name' ? (child.children[0] ?? child) : child;
      walk.insideWord(word, folders);
      result.words.push(word);
    } else {
      worsen(asks('it is not understood'));
      walk.inside(child, folders);
    }
  }
  return result;
}

type Argv = ReadonlyArray<string | undefined>;

interface Runs {
  finding: Finding;
  /** The words that are the same however it runs; undefined when there is no way to run it. */
  argv: Argv | undefined;
  /** It is a `cd`, and these are the folders it may lead to. */
  changes: boolean;
  folders: Folders;
  /** A program among those it runs takes code, from wherever. */
  runsCode: boolean;
  /** One among them takes it as a shell does. */
  runsScript: boolean;
}

/** The command in each folder it may run in, with each value its variables may have. */
function judgeRuns(walk: CommandWalk, node: ShellNode, wordNodes: readonly ShellNode[], folders: Folders): Runs {
  const { script } = walk;
  const runs: Runs = { finding: ALLOWED, argv: undefined, changes: false, folders: [], runsCode: false, runsScript: false };
  const worsen = (finding: Finding): void => {
    runs.finding = stricter(runs.finding, finding);
  };
  const argvs: Argv[] = [];
  let free = 0;
  for (const folder of folders ?? [undefined]) {
    const before = runs.finding;
    runs.finding = ALLOWED;
    const place = script.placeIn(folder);
    for (const binding of script.bindings(node, place)) {
      if (argvs.length >= MAX_RUNS) {
        worsen(asks('it can run in too many ways to judge'));
        break;
      }
      const words = wordNodes.flatMap((word): Word[] => {
        const read = script.words(word, place, binding);
        if (!read) worsen(asks('a word of it is not understood'));
        return read ?? [{ text: undefined, prefix: '', single: false }];
      });
      argvs.push(textsOf(words));
      const target = cdTarget(words);
      if (target && words.length <= 3) {
        const reached = target.text === undefined || target.text === '-' ? undefined : change(folders, target.text);
        runs.folders = runs.changes ? either(runs.folders, reached) : reached;
        runs.changes = true;
      }
      if (target && !script.functions.has('cd')) {
        worsen(judgeCd(target, words, place));
        continue;
      }
      const finding = judgeProgram(words, {
        ...place,
        functions: script.functions,
        met: (name, args) => {
          walk.met(name, args);
          runs.runsCode ||= runsCode(name);
          runs.runsScript ||= runsScript(name);
          for (const path of downloadedFiles(name, args)) walk.makes(path, folder?.real, {});
        },
        inner: (inner, innerFinding) => walk.add(node, innerFinding, { text: inner.map((word) => word.text ?? '…').join(' '), argv: textsOf(inner) }),
        script: (text) => walk.runScript(text, folder && [folder], node),
        suspect: (text) => walk.suspect(text, folder && [folder]),
        made: (path) => walk.runMade(path, folder),
      });
      worsen(finding);
      worsen(suspectArguments(walk, node, words, folder && [folder]) ?? ALLOWED);
      const expanded = finding.verdict === 'ask' ? expandedText(script, node, binding, folders) : undefined;
      if (expanded !== undefined) worsen(walk.suspect(expanded, folder && [folder]) ?? ALLOWED);
      const likely = finding.verdict === 'ask' ? likelyText(script.textOf(node), script.source) : undefined;
      if (likely !== undefined) worsen(walk.suspect(likely, folder && [folder]) ?? ALLOWED);
    }
    if (runs.finding.verdict !== 'deny') free++;
    runs.finding = stricter(before, runs.finding);
  }
  if (free > 0 && runs.finding.hard === 'path')
    runs.finding = { ...runs.finding, reason: `${runs.finding.reason} (so it is when a cd before it fails: with && instead of ; it does not run then)` };
  runs.argv = agreed(argvs);
  return runs;
}

/** Arguments that were set before, or that a function gets, where they are used. */
function suspectArguments(walk: CommandWalk, node: ShellNode, words: readonly Word[], folders: Folders): Finding | undefined {
  const written = walk.script.textOf(node);
  const given = usesArguments(written) ? walk.script.argumentsAt(node) : undefined;
  const set = given && walk.suspect(withArguments(written, given), folders);
  if (set) return set;
  const body = walk.script.bodies.get(words[0]?.text ?? '');
  return body !== undefined && words.length > 1 && usesArguments(body) ? walk.suspect(withArguments(body, textsOf(words)), folders) : undefined;
}

function textsOf(words: readonly Word[]): Argv {
  return words.map((word) => word.text);
}

/** Where the runs differ a word is undefined; where even their number differs, one stands for all that follow. */
function agreed(argvs: readonly Argv[]): Argv | undefined {
  const [first, ...others] = argvs;
  if (!first) return undefined;
  const same = first.map((text, at) => (others.every((other) => other[at] === text) ? text : undefined));
  if (others.every((other) => other.length === first.length)) return same;
  const known = same.indexOf(undefined);
  return [...same.slice(0, known === -1 ? undefined : known), undefined];
}

/** `x=1` alone: a variable of the line, if no program knows the name. */
export function judgeAssignmentNode(script: ShellScript, node: ShellNode): Finding {
  const name = /^([A-Za-z_]\w*)=/.exec(script.textOf(node))?.[1];
  const value = node.children.at(-1);
  if (name === undefined || value?.type === 'array') return asks('it sets a variable in a way that is not judged');
  return isLocalName(name) ? ALLOWED : asks(`it sets ${name}, which programs may read`);
}

function hasExpansion(node: ShellNode): boolean {
  return /^(?:simple_expansion|expansion|command_substitution|process_substitution|arithmetic_expansion)$/.test(node.type) || node.children.some(hasExpansion);
}

/** A variable into which the script downloaded something is used. */
function usesDownload(node: ShellNode, script: ShellScript): boolean {
  return [...variablesUnder(node, script.source)].some((name) => script.wordsOf(name).some((word) => hasNestedDownload({ ...word, children: [word] }, script)));
}

function hasNestedDownload(node: ShellNode, script: ShellScript): boolean {
  const visit = (child: ShellNode, nested: boolean): boolean => {
    if (nested && child.type === 'command_name' && isDownloader(script.textOf(child))) return true;
    const inside = nested || child.type === 'command_substitution' || child.type === 'process_substitution';
    return child.children.some((inner) => visit(inner, inside));
  };
  return visit(node, false);
}
