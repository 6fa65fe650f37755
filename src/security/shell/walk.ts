import { oneLine } from '../../lib/truncate.js';
import { judgeTest } from './builtins.js';
import { isDownloader, runsInput } from './catastrophe.js';
import { isLocalName } from './environment-names.js';
import { fedBy, printedBy } from './fed-text.js';
import { ALLOWED, asks, type CommandPlace, type Finding, stricter } from './finding.js';
import { either, type Folders, sameFolders, type Ways } from './folders.js';
import { hasHiddenExpansion, heredocReason } from './heredoc.js';
import { catastropheInCode } from './hidden-code.js';
import { scriptsInText } from './hidden-scripts.js';
import { isRedirect, WORDS } from './node-kinds.js';
import type { JudgedPart } from './part.js';
import { judgeRedirect } from './redirect.js';
import { judgeAssignmentNode, judgeSimpleCommand } from './simple-command.js';
import type { ShellNode, ShellTree } from './tree.js';
import { collectVariables, type Definition } from './variables.js';
import { resolveWord, type Word } from './words.js';

export interface WalkPlace {
  guard: CommandPlace['guard'];
  home: string | undefined;
  parse(source: string): ShellTree | undefined;
  parts: JudgedPart[];
  /** How many texts were only suspected to be scripts: a line has few of them. */
  suspected: number;
}

/** Programs met in a part of the line, to see what feeds what. */
interface Met {
  downloads: boolean;
  runsInput: boolean;
}

const MAX_PARTS = 50;
const MAX_DEPTH = 6;
const MAX_CHOICES = 48;
const MAX_SUSPECTED = 200;

/**
 * Walks one script: every simple command in every construct becomes a part, with the folders it may run in. What the
 * walk does not know becomes a part that asks.
 */
export class Walk {
  readonly source: string;
  readonly functions = new Set<string>();
  readonly definitions: Map<string, Definition>;
  private met: Met = { downloads: false, runsInput: false };

  constructor(
    private readonly tree: ShellTree,
    readonly place: WalkPlace,
    private readonly depth: number,
  ) {
    this.source = tree.source;
    this.definitions = collectVariables(tree.root, this.source);
    collectFunctions(tree.root, this.source, this.functions);
  }

  run(folders: Folders): Met {
    if (this.tree.broken) this.add(this.tree.root, asks('it is not understood (a syntax the parser does not know, or an error)'));
    // The shell takes a continued line out first: what begins an expansion then is no node of this tree.
    if (this.source.includes('$\\\n')) this.add(this.tree.root, asks('a line that goes on behind $ is not understood'));
    this.statements(this.tree.root, folders);
    return this.met;
  }

  add(node: ShellNode, finding: Finding, more: Partial<JudgedPart> = {}): void {
    const { parts } = this.place;
    if (parts.length > MAX_PARTS * 4) return;
    const text = oneLine(this.source.slice(node.start, node.end), 300);
    parts.push({ text, verdict: finding.verdict, reason: finding.reason, ...(finding.hard ? { hard: finding.hard } : {}), ...more });
  }

  noteProgram(name: string, args: readonly Word[]): void {
    if (isDownloader(name)) this.met.downloads = true;
    if (runsInput(name, args)) this.met.runsInput = true;
  }

  /** A script in a string. */
  script(text: string, folders: Folders, node: ShellNode): void {
    const tree = this.depth < MAX_DEPTH ? this.place.parse(text) : undefined;
    if (!tree) {
      this.add(node, asks('a script inside it is too long or too deep to judge'));
      return;
    }
    const walk = new Walk(tree, this.place, this.depth + 1);
    for (const name of this.functions) walk.functions.add(name);
    const met = walk.run(folders);
    this.met.downloads ||= met.downloads;
    this.met.runsInput ||= met.runsInput;
  }

  /** What must not run in any mode, in a text that a program may run. What else it would do nobody knows. */
  suspect(text: string, folders: Folders): Finding | undefined {
    const place = { guard: this.place.guard, folder: folders?.[0]?.real, home: this.place.home };
    const reason = catastropheInCode(text, place);
    if (reason) return { verdict: 'deny', reason, hard: 'catastrophe' };
    for (const script of this.depth < MAX_DEPTH ? scriptsInText(text) : []) {
      if (++this.place.suspected > MAX_SUSPECTED) return undefined;
      const tree = this.place.parse(script);
      if (!tree) continue;
      const inner: WalkPlace = { ...this.place, parts: [] };
      new Walk(tree, inner, this.depth + 1).run(folders);
      this.place.suspected = inner.suspected;
      const found = inner.parts.find((part) => part.hard === 'catastrophe');
      if (found) return { verdict: 'deny', reason: found.reason, hard: 'catastrophe' };
    }
    return undefined;
  }

  private statements(node: ShellNode, folders: Folders): Ways {
    let now = folders;
    let ways: Ways = { success: folders, failure: folders };
    for (const [at, child] of node.children.entries()) {
      if (!child.named || child.type === 'comment') {
        if (/^;;?&?$/.test(child.type) && child.type !== ';' && node.type !== 'case_item') this.add(child, asks('it is not understood'));
        if (child.type === 'comment' && !/[\s;&|()]/.test(this.source[child.start - 1] ?? ' ')) this.add(child, asks('it is not understood'));
        continue;
      }
      const background = node.children[at + 1]?.type === '&';
      ways = this.statement(child, now);
      if (background) {
        ways = { success: now, failure: now };
      }
      now = either(ways.success, ways.failure);
    }
    return ways;
  }

  private statement(node: ShellNode, folders: Folders): Ways {
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
        return this.list(node, folders);
      case 'pipeline':
        this.pipeline(node, folders);
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
        return this.redirected(node, folders);
      case 'if_statement':
      case 'elif_clause':
        return this.condition(node, folders);
      case 'while_statement':
      case 'for_statement':
      case 'case_statement':
        return this.loopOrCase(node, folders);
      case 'test_command':
        this.test(node, folders);
        return same;
      case 'function_definition':
        this.functionDefinition(node, folders);
        return same;
      default:
        this.add(node, this.suspect(this.source.slice(node.start, node.end), folders) ?? asks(NOT_JUDGED[node.type] ?? 'it is not understood'));
        this.inside(node, folders);
        return same;
    }
  }

  private list(node: ShellNode, folders: Folders): Ways {
    const [left, operator, right] = node.children;
    if (!left || !right || node.children.length !== 3 || (operator?.type !== '&&' && operator?.type !== '||')) {
      this.add(node, asks('it is not understood'));
      return this.statements(node, folders);
    }
    const first = this.statement(left, folders);
    const second = this.statement(right, operator.type === '&&' ? first.success : first.failure);
    return operator.type === '&&'
      ? { success: second.success, failure: either(first.failure, second.failure) }
      : { success: either(first.success, second.success), failure: second.failure };
  }

  /** Each stage is a shell of its own; what one downloads must not be run by a later one. */
  private pipeline(node: ShellNode, folders: Folders): void {
    const before = this.met;
    let downloads = false;
    let printed: string | undefined;
    for (const child of node.children) {
      if (!child.named) continue;
      this.met = { downloads: false, runsInput: false };
      this.statement(child, folders);
      if (printed !== undefined && this.met.runsInput) this.script(printed, folders, child);
      printed = printedBy(this, child, folders);
      if (downloads && this.met.runsInput) this.add(node, { verdict: 'deny', reason: 'it runs what the network sends', hard: 'catastrophe' });
      downloads ||= this.met.downloads;
      before.downloads ||= this.met.downloads;
      before.runsInput ||= this.met.runsInput;
    }
    this.met = before;
  }

  private redirected(node: ShellNode, folders: Folders): Ways {
    const before = this.met;
    this.met = { downloads: false, runsInput: false };
    let ways: Ways = { success: folders, failure: folders };
    for (const child of node.children) {
      if (isRedirect(child)) this.redirect(child, folders);
      else if (child.named) ways = this.statement(child, folders);
    }
    if (this.met.runsInput) {
      if (this.met.downloads) this.add(node, { verdict: 'deny', reason: 'it runs what the network sends', hard: 'catastrophe' });
      for (const child of node.children) {
        const fed = isRedirect(child) ? fedBy(this, child, folders) : undefined;
        if (fed !== undefined) this.script(fed, folders, node);
      }
    }
    before.downloads ||= this.met.downloads;
    before.runsInput ||= this.met.runsInput;
    this.met = before;
    return ways;
  }

  redirect(node: ShellNode, folders: Folders): void {
    if (node.type === 'heredoc_redirect') {
      const reason =
        heredocReason(node, this.source) ?? (hasHiddenExpansion(node, this.source) ? 'an expansion in its here-document is not understood' : undefined);
      if (reason) this.add(node, asks(reason));
      for (const child of node.children) {
        if (child.type === 'heredoc_body') this.inside(child, folders);
        else if (isRedirect(child)) this.redirect(child, folders);
        else if (child.named && !/^(?:heredoc_(?:start|end)|file_descriptor)$/.test(child.type)) {
          // What follows on the same line belongs to the statement around it.
          if (WORDS.has(child.type)) this.add(child, asks('a word behind its here-document is not understood'));
          else this.statement(child, folders);
        }
      }
      return;
    }
    this.inside(node, folders);
    if (node.type === 'herestring_redirect') return;
    judgeRedirect(this, node, folders);
  }

  private condition(node: ShellNode, folders: Folders): Ways {
    let now = folders;
    let ends: Folders = [];
    let taken = false;
    let ways: Ways = { success: folders, failure: folders };
    for (const child of node.children) {
      if (child.type === 'then') {
        now = ways.success;
        taken = true;
        continue;
      }
      if (!child.named || child.type === 'comment') continue;
      if (child.type === 'elif_clause' || child.type === 'else_clause') {
        const other = this.statement(child, either(folders, ways.failure));
        ends = either(ends, either(other.success, other.failure));
        continue;
      }
      const result = this.statement(child, now);
      if (!taken) ways = { success: result.success, failure: either(ways.failure, result.failure) };
      now = either(result.success, result.failure);
    }
    const all = either(either(ends, now), either(folders, ways.failure));
    return { success: all, failure: all };
  }

  private loopOrCase(node: ShellNode, folders: Folders): Ways {
    if (node.children[0]?.type === 'select') this.add(node, asks('it asks on a terminal'));
    let all = folders;
    for (const child of node.children) {
      if (child.type === 'variable_name' && !isLocalName(this.source.slice(child.start, child.end)))
        this.add(node, asks(`it sets ${this.source.slice(child.start, child.end)}, which programs may read`));
      if (!child.named || child.type === 'comment' || child.type === 'variable_name') continue;
      if (WORDS.has(child.type)) this.insideWord(child, folders);
      else if (child.type === 'case_item') {
        for (const inner of child.children) if (WORDS.has(inner.type)) this.insideWord(inner, folders);
        const ways = this.statements({ ...child, children: child.children.filter((inner) => !WORDS.has(inner.type)) }, folders);
        all = either(all, either(ways.success, ways.failure));
      } else {
        const ways = this.statement(child, folders);
        all = either(all, either(ways.success, ways.failure));
      }
    }
    if (node.type === 'while_statement' && !sameFolders(all, folders)) this.add(node, asks('it changes its folder in a loop'));
    if (node.type === 'for_statement' && !sameFolders(all, folders)) this.add(node, asks('it changes its folder in a loop'));
    return { success: all, failure: all };
  }

  private assignments(node: ShellNode, folders: Folders): void {
    for (const one of node.type === 'variable_assignment' ? [node] : node.children) {
      if (one.type !== 'variable_assignment') continue;
      this.inside(one, folders);
      const finding = judgeAssignmentNode(this, one);
      this.add(one, (finding.verdict === 'ask' ? this.suspect(this.source.slice(one.start, one.end), folders) : undefined) ?? finding);
    }
  }

  private functionDefinition(node: ShellNode, folders: Folders): void {
    const name = this.source.slice(...range(node.children.find((child) => child.type === 'word')));
    const body = node.children.at(-1);
    if (body && callsItselfTwice(body, name, this.source)) this.add(node, { verdict: 'deny', reason: 'it is a fork bomb', hard: 'catastrophe' });
    else this.add(node, asks(`it defines a function ${name}`));
    if (body) this.statements(body, folders);
  }

  /** `[ … ]` and `[[ … ]]`. */
  private test(node: ShellNode, folders: Folders): void {
    this.inside(node, folders);
    const double = node.children[0]?.type === '[[';
    let finding: Finding = double || !/[<>]/.test(unquoted(node, this.source)) ? ALLOWED : asks('< and > inside [ are redirections');
    if (node.children[0]?.type === '((') finding = asks('arithmetic is evaluated');
    const leaves: ShellNode[] = [];
    const collect = (child: ShellNode): void => {
      if (WORDS.has(child.type) || child.children.length === 0) leaves.push(child);
      else if (/^(?:unary_expression|binary_expression|parenthesized_expression|negation_expression|test_command)$/.test(child.type))
        child.children.forEach(collect);
      else finding = stricter(finding, asks('a condition is not understood'));
    };
    node.children.slice(1, -1).forEach(collect);
    for (const folder of folders ?? [undefined]) {
      const place: CommandPlace = { guard: this.place.guard, folder: folder?.real, home: this.place.home };
      const words = leaves.flatMap((leaf): Word[] =>
        PATTERNS.has(leaf.type) || !leaf.named
          ? [{ text: this.source.slice(leaf.start, leaf.end) }]
          : (this.words(leaf, place, new Map()) ?? [{ text: undefined, prefix: '', single: double }]),
      );
      finding = stricter(finding, judgeTest(words, place, double));
    }
    this.add(node, finding);
  }

  /** Everything that runs inside words: substitutions of every kind; expansions and arithmetic with side effects. */
  inside(node: ShellNode, folders: Folders): void {
    for (const child of node.children) {
      if (child.type === 'command_substitution' || child.type === 'process_substitution') {
        // Between backticks the shell takes backslashes away first: what then runs is not this tree, so that text is judged too.
        const text = this.source.slice(child.start, child.end);
        if (text.startsWith('`') && text.includes('\\')) {
          this.add(child, asks('backslashes between backticks are not understood'));
          this.script(text.slice(1, -1).replace(/\\([`\\$])/g, '$1'), folders, child);
        }
        if (child.type === 'process_substitution' && this.source[child.start] === '>') this.add(child, asks('it writes into a command'));
        this.statements({ ...child, children: child.children.filter((inner) => !isRedirect(inner)) }, folders);
        // `$(< file)` reads a file.
        for (const inner of child.children) if (isRedirect(inner)) this.redirect(inner, folders);
        continue;
      }
      const text = this.source.slice(child.start, child.end);
      if (child.type === 'expansion' && !HARMLESS_EXPANSION.test(text)) this.add(child, asks('an expansion may run or set something'));
      if (child.type === 'arithmetic_expansion' && !HARMLESS_ARITHMETIC.test(text)) this.add(child, asks('arithmetic is evaluated'));
      if (child.type === 'ERROR') this.add(child, asks('it is not understood'));
      this.inside(child, folders);
    }
    if (node.type === 'expansion' && !HARMLESS_EXPANSION.test(this.source.slice(node.start, node.end)))
      this.add(node, asks('an expansion may run or set something'));
    if (node.type === 'arithmetic_expansion' && !HARMLESS_ARITHMETIC.test(this.source.slice(node.start, node.end)))
      this.add(node, asks('arithmetic is evaluated'));
  }

  /** The node itself may be a substitution. */
  insideWord(node: ShellNode, folders: Folders): void {
    this.inside({ ...node, type: 'word', children: [node] }, folders);
  }

  words(node: ShellNode, place: CommandPlace, binding: ReadonlyMap<string, string>): Word[] | undefined {
    return resolveWord(node, {
      source: this.source,
      home: place.home,
      folder: place.folder,
      variable: (name) =>
        binding.get(name) ?? (this.definitions.has(name) ? undefined : name === 'HOME' ? place.home : name === 'PWD' ? place.folder : undefined),
    });
  }

  /** All ways the known variables under this node can be set: at most `MAX_CHOICES`; what is more is not known. */
  bindings(node: ShellNode, place: CommandPlace): Array<Map<string, string>> {
    let choices: Array<Map<string, string>> = [new Map()];
    for (const name of variablesUnder(node, this.source)) {
      const values = this.valuesOf(name, node.start, place, 0);
      if (!values || values.length * choices.length > MAX_CHOICES || values.length === 0) continue;
      choices = choices.flatMap((choice) => values.map((value) => new Map(choice).set(name, value)));
    }
    return choices;
  }

  private valuesOf(name: string, at: number, place: CommandPlace, depth: number): string[] | undefined {
    const definition = this.definitions.get(name);
    if (!definition || definition.unknown || depth > 4) return undefined;
    const values = new Set<string>(definition.certain && definition.from <= at ? [] : ['']);
    for (const node of definition.words) {
      const inner = new Map<string, string>();
      for (const other of variablesUnder(node, this.source)) {
        const known = other === name ? undefined : this.valuesOf(other, node.start, place, depth + 1);
        if (known?.length !== 1 || known[0] === undefined) return undefined;
        inner.set(other, known[0]);
      }
      const words = this.words(node, place, inner);
      if (!words) return undefined;
      for (const word of words) {
        if (word.text === undefined) return undefined;
        values.add(word.text);
      }
    }
    return [...values];
  }
}

const PATTERNS = new Set(['extglob_pattern', 'regex', 'test_operator']);

const NOT_JUDGED: Record<string, string> = {
  declaration_command: 'it declares or exports variables',
  unset_command: 'it unsets variables',
  c_style_for_statement: 'arithmetic is evaluated',
  ERROR: 'it is not understood',
};

/** `${x}`, `${#x}`, `${x:-text}`, `${x#pattern}`, `${x/a/b}` with plain text, `${x:1:2}`: nothing runs, nothing is set. */
const HARMLESS_EXPANSION = /^\$\{(?:#?[A-Za-z_]\w*|[A-Za-z_]\w*(?:(?::?[-+]|##?|%%?|\/[/#%]?)[^$`{}\\'"()<>@!&]*|:\d+(?::\d+)?|\^\^?|,,?))\}$/;
const HARMLESS_ARITHMETIC = /^\$\(\((?:[\s\d+*/%()<>&|^~?:-]|RANDOM|SECONDS|LINENO|[!=]=)+\)\)$/;

function variablesUnder(node: ShellNode, source: string): Set<string> {
  const names = new Set<string>();
  const visit = (child: ShellNode): void => {
    if (child.type === 'command_substitution' || child.type === 'process_substitution') return;
    if (child.type === 'simple_expansion' || child.type === 'expansion') {
      const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(source.slice(child.start, child.end))?.[1];
      if (name) names.add(name);
    }
    child.children.forEach(visit);
  };
  visit(node);
  return names;
}

function collectFunctions(node: ShellNode, source: string, found: Set<string>): void {
  if (node.type === 'function_definition') found.add(source.slice(...range(node.children.find((child) => child.type === 'word'))));
  for (const child of node.children) collectFunctions(child, source, found);
}

/** `f | f` or `f &` inside f. */
function callsItselfTwice(body: ShellNode, name: string, source: string): boolean {
  let calls = 0;
  let feeds = false;
  const visit = (node: ShellNode): void => {
    if (node.type === 'command_name' && source.slice(node.start, node.end) === name) calls++;
    if (node.type === 'pipeline' || node.type === '&') feeds = true;
    node.children.forEach(visit);
  };
  visit(body);
  return calls > 0 && feeds;
}

function unquoted(node: ShellNode, source: string): string {
  if (/^(?:string|raw_string|ansi_c_string|command_substitution|process_substitution)$/.test(node.type)) return '';
  if (node.children.length === 0) return source.slice(node.start, node.end);
  return node.children.map((child) => unquoted(child, source)).join(' ');
}

function range(node: ShellNode | undefined): [number, number] {
  return node ? [node.start, node.end] : [0, 0];
}
