import { isDownloader, runsInput } from './catastrophe.js';
import { isLocalName, judgeAssignment } from './environment-names.js';
import { fedBy } from './fed-text.js';
import { ALLOWED, asks, type CommandPlace, type Finding, stricter } from './finding.js';
import { change, type Folders, type Ways } from './folders.js';
import { judgeProgram, type ProgramPlace } from './judge-program.js';
import { isRedirect, WORDS } from './node-kinds.js';
import { checkPath } from './path-check.js';
import type { ShellNode } from './tree.js';
import type { Walk } from './walk.js';
import type { Word } from './words.js';

const MAX_WORDS = 400;

/** One simple command in every folder and with every value it may have; the strictest decides. */
export function judgeSimpleCommand(walk: Walk, node: ShellNode, folders: Folders): Ways {
  const same: Ways = { success: folders, failure: folders };
  const assignments: ShellNode[] = [];
  const wordNodes: ShellNode[] = [];
  let finding: Finding = ALLOWED;
  let last: ShellNode | undefined;
  for (const child of node.children) {
    const touches = last !== undefined && last.end === child.start && !isRedirect(child) && !isRedirect(last);
    if (touches) finding = stricter(finding, asks('it is not understood (words without a blank between them)'));
    last = child;
    if (isRedirect(child)) walk.redirect(child, folders);
    else if (child.type === 'variable_assignment') {
      walk.inside(child, folders);
      assignments.push(child);
      const text = walk.source.slice(child.start, child.end);
      finding = stricter(finding, /^\w+=[\w./:@%+,-]*$/.test(text) ? (judgeAssignment(text) ?? ALLOWED) : asks('it sets a variable for the program'));
      finding = stricter(finding, walk.suspect(text, folders) ?? ALLOWED);
    } else if (child.type === 'command_name' || WORDS.has(child.type)) {
      const word = child.type === 'command_name' ? (child.children[0] ?? child) : child;
      walk.insideWord(word, folders);
      wordNodes.push(word);
    } else {
      finding = stricter(finding, asks('it is not understood'));
      walk.inside(child, folders);
    }
  }
  if (wordNodes.length === 0) {
    walk.add(node, stricter(finding, asks('it is not understood')));
    return same;
  }
  if (wordNodes.length > MAX_WORDS) {
    walk.add(node, asks(`it has more than ${MAX_WORDS} words`));
    return same;
  }
  const prefix = assignments.map((child) => walk.source.slice(child.start, child.end));
  const nestedDownload = hasNestedDownload(node, walk.source);
  const [first] = wordNodes;
  if (first && hasExpansion(first)) finding = stricter(finding, asks('which program runs depends on an expansion'));
  let readsScript = false;
  let argv: Array<string | undefined> | undefined;
  let ways: Ways | undefined;
  const names = new Set<string>();

  for (const folder of folders ?? [undefined]) {
    const base: CommandPlace = { guard: walk.place.guard, folder: folder?.real, home: walk.place.home };
    for (const binding of walk.bindings(node, base)) {
      const words = wordNodes.flatMap((word): Word[] => {
        const read = walk.words(word, base, binding);
        if (!read) finding = stricter(finding, asks('a word of it is not understood'));
        return read ?? [{ text: undefined, prefix: '', single: false }];
      });
      const place: ProgramPlace = {
        ...base,
        functions: walk.functions,
        met: (name, args) => {
          walk.noteProgram(name, args);
          names.add(name);
          readsScript ||= runsInput(name, args);
        },
        inner: (inner, innerFinding) =>
          walk.add(node, innerFinding, { text: inner.map((word) => word.text ?? '…').join(' '), argv: inner.map((word) => word.text) }),
        script: (text) => walk.script(text, folder && [folder], node),
        suspect: (text) => walk.suspect(text, folder && [folder]),
      };
      const isCd = cdTarget(words);
      finding = stricter(finding, isCd === undefined || walk.functions.has('cd') ? judgeProgram(words, place) : judgeCd(isCd, words, base));
      const texts = words.map((word) => word.text);
      argv = argv === undefined ? texts : argv.length === texts.length ? argv.map((text, at) => (text === texts[at] ? text : undefined)) : undefined;
      if (isCd !== undefined && words.length <= 3)
        ways = { success: isCd.text === undefined || isCd.text === '-' ? undefined : change(folders, isCd.text), failure: folders };
    }
  }
  for (const child of readsScript ? node.children.filter(isRedirect) : []) {
    const fed = fedBy(walk, child, folders);
    if (fed !== undefined) walk.script(fed, folders, child);
  }
  if (first && hasNestedDownload({ ...first, children: [first] }, walk.source))
    finding = stricter(finding, { verdict: 'deny', reason: 'it runs what the network sends', hard: 'catastrophe' });
  if (nestedDownload && [...names].some((name) => /^(?:sh|bash|dash|zsh|ksh|fish|source|\.|eval|python[\d.]*|node|perl|ruby|php)$/.test(name))) {
    finding = stricter(finding, { verdict: 'deny', reason: 'it runs what the network sends', hard: 'catastrophe' });
  }
  if (ways && ways.success === undefined) finding = stricter(finding, asks('which folder it changes to is not known'));
  walk.add(node, finding, argv ? { argv: [...prefix, ...argv] } : {});
  return ways ?? same;
}

/** `x=1` alone: a variable of the line, if no program knows the name. */
export function judgeAssignmentNode(walk: Walk, node: ShellNode): Finding {
  const name = /^([A-Za-z_]\w*)=/.exec(walk.source.slice(node.start, node.end))?.[1];
  const value = node.children.at(-1);
  if (name === undefined || value?.type === 'array') return asks('it sets a variable in a way that is not judged');
  return isLocalName(name) ? ALLOWED : asks(`it sets ${name}, which programs may read`);
}

/** The folder of `cd`, behind `command` and `builtin` too; undefined for other commands. */
function cdTarget(words: readonly Word[]): Word | undefined {
  let at = 0;
  while (words[at]?.text === 'command' || words[at]?.text === 'builtin') at++;
  if (words[at]?.text !== 'cd' && words[at]?.text !== 'pushd') return undefined;
  const rest = words.slice(at + 1);
  const target = rest.find((word) => word.text === undefined || word.text === '-' || !word.text.startsWith('-'));
  return target ?? { text: '~' };
}

function judgeCd(target: Word, words: readonly Word[], place: CommandPlace): Finding {
  if (target.text === undefined || target.text === '-' || target.text === '') return asks('which folder it changes to is not known before it runs');
  const finding = target.text === '~' ? checkPath(place.home ?? '/', 'list', place) : checkPath(target.text, 'list', place);
  if (finding) return finding;
  return words[0]?.text === 'cd' && words.length === 2
    ? { verdict: 'allow', reason: 'it changes to a folder of the workspace' }
    : asks('it changes its folder in a way that is not judged');
}

function hasExpansion(node: ShellNode): boolean {
  return /^(?:simple_expansion|expansion|command_substitution|process_substitution|arithmetic_expansion)$/.test(node.type) || node.children.some(hasExpansion);
}

function hasNestedDownload(node: ShellNode, source: string): boolean {
  const visit = (child: ShellNode, nested: boolean): boolean => {
    if (nested && child.type === 'command_name' && isDownloader(source.slice(child.start, child.end))) return true;
    const inside = nested || child.type === 'command_substitution' || child.type === 'process_substitution';
    return child.children.some((inner) => visit(inner, inside));
  };
  return visit(node, false);
}
