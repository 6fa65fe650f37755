import { posix } from 'node:path';
import { oneLine } from '../../lib/truncate.js';
import { judgeIf, judgeList, judgeLoopOrCase, type StatementWalk } from './control-flow.js';
import { expansionReason } from './expansions.js';
import { type FeedingWalk, judgePipeline, judgeRedirected } from './feeding.js';
import { asks, type CommandPlace, type Finding, RUNS_DOWNLOAD } from './finding.js';
import { either, type Folder, type Folders, type Ways } from './folders.js';
import { functionName, isForkBomb } from './functions.js';
import { catastropheInCode, protectedInCode } from './hidden-code.js';
import { scriptsInText } from './hidden-scripts.js';
import { type InsideWalk, judgeHeredoc, judgeSubstitution } from './inside-words.js';
import type { MadeFile } from './made-files.js';
import { addMet, type Met, nothingMet, programMet } from './met.js';
import type { JudgedPart } from './part.js';
import { isProcessFlood } from './process-flood.js';
import { judgeRedirect } from './redirect.js';
import { ShellScript } from './shell-script.js';
import { type CommandWalk, judgeAssignmentNode, judgeSimpleCommand } from './simple-command.js';
import { judgeTestCommand } from './test-command.js';
import type { ShellNode, ShellTree } from './tree.js';
import type { Word } from './words.js';

export interface WalkPlace {
  guard: CommandPlace['guard'];
  home: string | undefined;
  parse(source: string): ShellTree | undefined;
  parts: JudgedPart[];
  /** How many texts were only suspected to be scripts: a line has few of them. */
  suspected: number;
  /** Files that the line makes, by path: what of them is run later is looked at. */
  made: Map<string, MadeFile>;
}

/** Behind these only what is of a new kind is listed: the end of a long line is judged too. */
const MAX_PARTS = 200;
const MAX_DEPTH = 6;
const MAX_SUSPECTED = 200;

/**
 * Walks one script: every simple command in every construct becomes a part, with the folders it may run in. What the
 * walk does not know becomes a part that asks.
 */
export class Walk implements CommandWalk, StatementWalk, FeedingWalk, InsideWalk {
  readonly script: ShellScript;
  private programs = nothingMet();

  constructor(
    tree: ShellTree,
    private readonly place: WalkPlace,
    private readonly depth = 0,
    outerFunctions: Iterable<string> = [],
  ) {
    this.script = new ShellScript(tree, { guard: place.guard, home: place.home }, outerFunctions);
  }

  get parts(): readonly JudgedPart[] {
    return this.place.parts;
  }

  run(folders: Folders): Met {
    const { root, broken } = this.script.tree;
    if (broken) this.add(root, asks('it is not understood (a syntax the parser does not know, or an error)'));
    // The shell takes a continued line out first: what begins an expansion then is no node of this tree.
    if (this.script.source.includes('$\\\n')) this.add(root, asks('a line that goes on behind $ is not understood'));
    this.statements(root, folders);
    return this.programs;
  }

  add(node: ShellNode, finding: Finding, more: Partial<JudgedPart> = {}): void {
    const { parts } = this.place;
    const { verdict, reason, hard } = finding;
    const part: JudgedPart = { text: oneLine(this.script.textOf(node), 300), verdict, reason, ...(hard ? { hard } : {}), ...more };
    if (parts.length < MAX_PARTS || !parts.some((known) => kindOf(known) === kindOf(part))) parts.push(part);
  }

  met(name: string, args: readonly Word[]): void {
    addMet(this.programs, programMet(name, args));
  }

  metDownload(): void {
    this.programs.downloads = true;
  }

  makes(path: string, folder: string | undefined, file: MadeFile): void {
    if (folder !== undefined) this.place.made.set(posix.resolve(folder, path), file);
  }

  runMade(path: string, folder: Folder | undefined): Finding | undefined {
    const file = folder && this.place.made.get(posix.resolve(folder.real, path));
    if (!file) return undefined;
    return file.text === undefined ? RUNS_DOWNLOAD : this.suspect(file.text, [folder]);
  }

  runScript(text: string, folders: Folders, node: ShellNode): void {
    const tree = this.depth < MAX_DEPTH ? this.place.parse(text) : undefined;
    if (tree) addMet(this.programs, new Walk(tree, this.place, this.depth + 1, this.script.functions).run(folders));
    else this.add(node, asks('a script inside it is too long or too deep to judge'));
  }

  suspect(text: string, folders: Folders): Finding | undefined {
    const place = this.script.placeIn(folders?.[0]);
    const reason = catastropheInCode(text, place);
    if (reason) return { verdict: 'deny', reason, hard: 'catastrophe' };
    const secret = protectedInCode(text, place);
    if (secret) return secret;
    for (const source of this.depth < MAX_DEPTH ? scriptsInText(text) : []) {
      if (++this.place.suspected > MAX_SUSPECTED) return undefined;
      const tree = this.place.parse(source);
      if (!tree) continue;
      const inner: WalkPlace = { ...this.place, parts: [] };
      new Walk(tree, inner, this.depth + 1).run(folders);
      this.place.suspected = inner.suspected;
      const found = inner.parts.find((part) => part.hard === 'catastrophe');
      if (found) return { verdict: 'deny', reason: found.reason, hard: 'catastrophe' };
    }
    return undefined;
  }

  statements(node: ShellNode, folders: Folders): Ways {
    let now = folders;
    let ways: Ways = { success: folders, failure: folders };
    for (const [at, child] of node.children.entries()) {
      if (!child.named || child.type === 'comment') {
        if (/^;;?&?$/.test(child.type) && child.type !== ';' && node.type !== 'case_item') this.add(child, asks('it is not understood'));
        if (child.type === 'comment' && !/[\s;&|()]/.test(this.script.source[child.start - 1] ?? ' ')) this.add(child, asks('it is not understood'));
        continue;
      }
      const background = node.children[at + 1]?.type === '&';
      ways = this.statement(child, now);
      if (background) ways = { success: now, failure: now };
      now = either(ways.success, ways.failure);
    }
    return ways;
  }

  statement(node: ShellNode, folders: Folders): Ways {
    const same: Ways = { success: folders, failure: folders };
    switch (node.type) {
      case 'comment':
        return same;
      case 'command':
        return judgeSimpleCommand(this, node, folders);
      case 'variable_assignment':
      case 'variable_assignments':
        this.assignments(node, folders);
        return same;
      case 'list':
        return judgeList(this, node, folders);
      case 'pipeline':
        judgePipeline(this, node, folders);
        return same;
      case 'subshell':
        this.statements(node, folders);
        return same;
      case 'compound_statement':
      case 'do_group':
      case 'else_clause':
        return this.statements(node, folders);
      case 'negated_command': {
        const ways = this.statements(node, folders);
        return { success: ways.failure, failure: ways.success };
      }
      case 'redirected_statement':
        return judgeRedirected(this, node, folders);
      case 'if_statement':
      case 'elif_clause':
        return judgeIf(this, node, folders);
      case 'while_statement':
        this.flood(node);
        return judgeLoopOrCase(this, node, folders);
      case 'for_statement':
      case 'case_statement':
        return judgeLoopOrCase(this, node, folders);
      case 'test_command':
        this.inside(node, folders);
        this.add(node, judgeTestCommand(this.script, node, folders));
        return same;
      case 'function_definition':
        this.functionDefinition(node, folders);
        return same;
      default:
        this.flood(node);
        this.add(node, this.suspect(this.script.textOf(node), folders) ?? asks(NOT_JUDGED[node.type] ?? 'it is not understood'));
        this.inside(node, folders);
        return same;
    }
  }

  private flood(loop: ShellNode): void {
    if (isProcessFlood(loop, this.script.source)) this.add(loop, { verdict: 'deny', reason: 'it starts processes without end', hard: 'catastrophe' });
  }

  apart(walk: (programs: Met) => void): void {
    const outer = this.programs;
    const inner = nothingMet();
    this.programs = inner;
    walk(inner);
    this.programs = outer;
    addMet(outer, inner);
  }

  redirect(node: ShellNode, folders: Folders): void {
    if (node.type === 'heredoc_redirect') {
      judgeHeredoc(this, node, folders);
      return;
    }
    this.inside(node, folders);
    if (node.type === 'herestring_redirect') return;
    for (const { writes, ...finding } of judgeRedirect(this.script, node, folders)) this.add(node, finding, writes === undefined ? {} : { writes });
  }

  private assignments(node: ShellNode, folders: Folders): void {
    for (const one of node.type === 'variable_assignment' ? [node] : node.children) {
      if (one.type !== 'variable_assignment') continue;
      this.inside(one, folders);
      const finding = judgeAssignmentNode(this.script, one);
      this.add(one, (finding.verdict === 'ask' ? this.suspect(this.script.textOf(one), folders) : undefined) ?? finding);
    }
  }

  private functionDefinition(node: ShellNode, folders: Folders): void {
    const { source } = this.script;
    if (isForkBomb(node, source)) this.add(node, { verdict: 'deny', reason: 'it is a fork bomb', hard: 'catastrophe' });
    else this.add(node, asks(`it defines a function ${functionName(node, source)}`));
    const body = node.children.at(-1);
    if (body) this.statements(body, folders);
  }

  inside(node: ShellNode, folders: Folders): void {
    for (const child of node.children) this.insideWord(child, folders);
  }

  insideWord(node: ShellNode, folders: Folders): void {
    if (node.type === 'command_substitution' || node.type === 'process_substitution') {
      judgeSubstitution(this, node, folders);
      return;
    }
    const reason = expansionReason(node, this.script.source);
    if (reason) this.add(node, asks(reason));
    if (node.type === 'ERROR') this.add(node, asks('it is not understood'));
    this.inside(node, folders);
  }
}

function kindOf({ hard, writes, argv }: JudgedPart): string {
  if (hard) return `hard: ${hard}`;
  return writes === undefined ? `program: ${argv?.[0]}` : 'writes';
}

const NOT_JUDGED: Record<string, string> = {
  declaration_command: 'it declares or exports variables',
  unset_command: 'it unsets variables',
  c_style_for_statement: 'arithmetic is evaluated',
  ERROR: 'it is not understood',
};
