import { asks, type Finding } from './finding.js';
import type { Folders, Ways } from './folders.js';
import { hasHiddenExpansion, heredocReason } from './heredoc.js';
import { isRedirect, WORDS } from './node-kinds.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';

/** What here-documents and substitutions need of the walk: they hold words that may run something, and statements. */
export interface InsideWalk {
  readonly script: ShellScript;
  add(node: ShellNode, finding: Finding): void;
  inside(node: ShellNode, folders: Folders): void;
  statement(node: ShellNode, folders: Folders): Ways;
  statements(node: ShellNode, folders: Folders): Ways;
  redirect(node: ShellNode, folders: Folders): void;
  runScript(text: string, folders: Folders, node: ShellNode): void;
}

export function judgeHeredoc(walk: InsideWalk, node: ShellNode, folders: Folders): void {
  const { source } = walk.script;
  const reason = heredocReason(node, source) ?? (hasHiddenExpansion(node, source) ? 'an expansion in its here-document is not understood' : undefined);
  if (reason) walk.add(node, asks(reason));
  for (const child of node.children) {
    if (child.type === 'heredoc_body') walk.inside(child, folders);
    else if (isRedirect(child)) walk.redirect(child, folders);
    else if (child.named && !/^(?:heredoc_(?:start|end)|file_descriptor)$/.test(child.type)) {
      // What follows on the same line belongs to the statement around it.
      if (WORDS.has(child.type)) walk.add(child, asks('a word behind its here-document is not understood'));
      else walk.statement(child, folders);
    }
  }
}

/** `$(…)`, `` `…` ``, `<(…)`, `>(…)`. */
export function judgeSubstitution(walk: InsideWalk, node: ShellNode, folders: Folders): void {
  // Between backticks the shell takes backslashes away first: what then runs is not this tree, so that text is judged too.
  const text = walk.script.textOf(node);
  if (text.startsWith('`') && text.includes('\\')) {
    walk.add(node, asks('backslashes between backticks are not understood'));
    walk.runScript(text.slice(1, -1).replace(/\\([`\\$])/g, '$1'), folders, node);
  }
  if (node.type === 'process_substitution' && text.startsWith('>')) walk.add(node, asks('it writes into a command'));
  walk.statements({ ...node, children: node.children.filter((inner) => !isRedirect(inner)) }, folders);
  // `$(< file)` reads a file.
  for (const inner of node.children) if (isRedirect(inner)) walk.redirect(inner, folders);
}
