import { fedBy, printedBy } from './fed-text.js';
import { type Finding, RUNS_DOWNLOAD } from './finding.js';
import type { Folders, Ways } from './folders.js';
import { filesWritten, type MadeFile } from './made-files.js';
import type { Met } from './met.js';
import { isRedirect } from './node-kinds.js';
import type { JudgedPart } from './part.js';
import { substitutedTexts } from './sed-effects.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';

/** What pipes and redirections need of the walk: they carry what one program gives to the next. */
export interface FeedingWalk {
  readonly script: ShellScript;
  /** The parts of the line so far. */
  readonly parts: readonly JudgedPart[];
  add(node: ShellNode, finding: Finding): void;
  statement(node: ShellNode, folders: Folders): Ways;
  redirect(node: ShellNode, folders: Folders): void;
  runScript(text: string, folders: Folders, node: ShellNode): void;
  suspect(text: string, folders: Folders): Finding | undefined;
  makes(path: string, folder: string | undefined, file: MadeFile): void;
  /** Gives the programs met on the way by themselves; they count for what stands around it too. */
  apart(walk: (programs: Met) => void): void;
}

/** Each stage is a shell of its own; what one downloads must not be run by a later one. */
export function judgePipeline(walk: FeedingWalk, node: ShellNode, folders: Folders): void {
  let downloads = false;
  let printed: string | undefined;
  const before: ShellNode[] = [];
  for (const child of node.children) {
    if (!child.named) continue;
    walk.apart((programs) => {
      const from = walk.parts.length;
      walk.statement(child, folders);
      if (printed !== undefined) feed(walk, programs, { node: child, text: printed, folders, from });
      if (downloads && programs.runsInput) walk.add(node, RUNS_DOWNLOAD);
      const found = programs.runsInput ? before.map((stage) => suspectPrinted(walk, stage, folders)).find(Boolean) : undefined;
      if (found) walk.add(node, found);
      before.push(child);
      printed = printedBy(walk.script, child, folders, printed);
      downloads ||= programs.downloads;
      noteWritten(walk, child, folders, downloads, printed);
    });
  }
}

/** A statement with redirections behind it. */
export function judgeRedirected(walk: FeedingWalk, node: ShellNode, folders: Folders): Ways {
  let ways: Ways = { success: folders, failure: folders };
  walk.apart((programs) => {
    const from = walk.parts.length;
    for (const child of node.children) {
      if (isRedirect(child)) walk.redirect(child, folders);
      else if (child.named) ways = walk.statement(child, folders);
    }
    if (programs.runsInput && programs.downloads) walk.add(node, RUNS_DOWNLOAD);
    for (const child of node.children.filter(isRedirect)) {
      const text = fedBy(walk.script, child, folders);
      if (text !== undefined) feed(walk, programs, { node, text, folders, from });
    }
    noteWritten(walk, node, folders, programs.downloads, printedBy(walk.script, node, folders));
  });
  return ways;
}

interface Fed {
  node: ShellNode;
  text: string;
  folders: Folders;
  /** Where the parts of the programs it goes into begin. */
  from: number;
}

/** A text that is known goes into programs: a shell runs it, others may unless they only read. */
function feed(walk: FeedingWalk, programs: Met, { node, text, folders, from }: Fed): void {
  if (programs.runsScript) walk.runScript(text, folders, node);
  if (!walk.parts.slice(from).some((part) => part.verdict === 'ask' && part.writes === undefined)) return;
  const found = suspectFed(walk, node, text, folders);
  if (found) walk.add(node, found);
}

/** What must not run in a text that goes into a statement: by itself, as words of `xargs`, as the line that `read` reads. */
export function suspectFed(walk: Pick<FeedingWalk, 'script' | 'suspect'>, node: ShellNode, text: string, folders: Folders): Finding | undefined {
  const source = walk.script.textOf(node);
  const asWords = /\b(?:xargs|parallel)\b/.test(source) ? `${source.replaceAll('{}', text)} ${text}` : '';
  const name = /\bread\s+(?:-\w+\s+)*([A-Za-z_]\w*)/.exec(source)?.[1];
  const asLines = name === undefined ? '' : source.replace(new RegExp(`"?\\$(?:${name}\\b|\\{${name}\\})"?`, 'g'), () => text.trim());
  return walk.suspect(text, folders) ?? walk.suspect(asWords, folders) ?? walk.suspect(asLines, folders);
}

/** What a stage may print goes into a program that runs it: its words are searched for what must not run. */
function suspectPrinted(walk: FeedingWalk, stage: ShellNode, folders: Folders): Finding | undefined {
  const text = walk.script.textOf(stage);
  for (const each of [text, ...substitutedTexts(text)]) {
    const found = walk.suspect(each, folders);
    if (found) return found;
  }
  return undefined;
}

function noteWritten(walk: FeedingWalk, node: ShellNode, folders: Folders, downloads: boolean, printed: string | undefined): void {
  if (!downloads && printed === undefined) return;
  const file: MadeFile = downloads || printed === undefined ? {} : { text: printed };
  for (const path of filesWritten(walk.script, node, folders)) walk.makes(path, folders?.[0]?.real, file);
}
