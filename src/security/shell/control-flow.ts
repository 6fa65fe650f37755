import { isLocalName } from './environment-names.js';
import { asks, type Finding } from './finding.js';
import { either, type Folders, sameFolders, type Ways } from './folders.js';
import { WORDS } from './node-kinds.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';

/** What the constructs that choose between statements need of the walk: each says in which folders the shell may be after it. */
export interface StatementWalk {
  readonly script: ShellScript;
  add(node: ShellNode, finding: Finding): void;
  statement(node: ShellNode, folders: Folders): Ways;
  /** The children of this node, one after the other. */
  statements(node: ShellNode, folders: Folders): Ways;
  insideWord(node: ShellNode, folders: Folders): void;
}

/** `a && b`, `a || b`. */
export function judgeList(walk: StatementWalk, node: ShellNode, folders: Folders): Ways {
  const [left, operator, right] = node.children;
  if (!left || !right || node.children.length !== 3 || (operator?.type !== '&&' && operator?.type !== '||')) {
    walk.add(node, asks('it is not understood'));
    return walk.statements(node, folders);
  }
  const first = walk.statement(left, folders);
  const second = walk.statement(right, operator.type === '&&' ? first.success : first.failure);
  return operator.type === '&&'
    ? { success: second.success, failure: either(first.failure, second.failure) }
    : { success: either(first.success, second.success), failure: second.failure };
}

export function judgeIf(walk: StatementWalk, node: ShellNode, folders: Folders): Ways {
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
      const other = walk.statement(child, either(folders, ways.failure));
      ends = either(ends, either(other.success, other.failure));
      continue;
    }
    const result = walk.statement(child, now);
    if (!taken) ways = { success: result.success, failure: either(ways.failure, result.failure) };
    now = either(result.success, result.failure);
  }
  const all = either(either(ends, now), either(folders, ways.failure));
  return { success: all, failure: all };
}

export function judgeLoopOrCase(walk: StatementWalk, node: ShellNode, folders: Folders): Ways {
  if (node.children[0]?.type === 'select') walk.add(node, asks('it asks on a terminal'));
  let all = folders;
  for (const child of node.children) {
    if (child.type === 'variable_name' && !isLocalName(walk.script.textOf(child)))
      walk.add(node, asks(`it sets ${walk.script.textOf(child)}, which programs may read`));
    if (!child.named || child.type === 'comment' || child.type === 'variable_name') continue;
    if (WORDS.has(child.type)) walk.insideWord(child, folders);
    else if (child.type === 'case_item') {
      for (const inner of child.children) if (WORDS.has(inner.type)) walk.insideWord(inner, folders);
      const ways = walk.statements({ ...child, children: child.children.filter((inner) => !WORDS.has(inner.type)) }, folders);
      all = either(all, either(ways.success, ways.failure));
    } else {
      const ways = walk.statement(child, folders);
      all = either(all, either(ways.success, ways.failure));
    }
  }
  if (node.type !== 'case_statement' && !sameFolders(all, folders)) walk.add(node, asks('it changes its folder in a loop'));
  return { success: all, failure: all };
}
