import { judgeTest } from './builtins.js';
import { ALLOWED, asks, type Finding, stricter } from './finding.js';
import type { Folders } from './folders.js';
import { WORDS } from './node-kinds.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';
import type { Word } from './words.js';

const INNER = /^(?:unary_expression|binary_expression|parenthesized_expression|negation_expression|test_command)$/;
const PATTERNS = new Set(['extglob_pattern', 'regex', 'test_operator']);

/** `[ … ]`, `[[ … ]]` and `(( … ))`, but for what runs inside their words. */
export function judgeTestCommand(script: ShellScript, node: ShellNode, folders: Folders): Finding {
  const opening = node.children[0]?.type;
  const double = opening === '[[';
  let finding: Finding = ALLOWED;
  if (opening === '((') finding = asks('arithmetic is evaluated');
  else if (!double && /[<>]/.test(unquoted(node, script.source))) finding = asks('< and > inside [ are redirections');
  const leaves: ShellNode[] = [];
  const collect = (child: ShellNode): void => {
    if (WORDS.has(child.type) || child.children.length === 0) leaves.push(child);
    else if (INNER.test(child.type)) child.children.forEach(collect);
    else finding = stricter(finding, asks('a condition is not understood'));
  };
  node.children.slice(1, -1).forEach(collect);
  for (const place of script.placesIn(folders)) {
    const words = leaves.flatMap((leaf): Word[] =>
      PATTERNS.has(leaf.type) || !leaf.named
        ? [{ text: script.textOf(leaf) }]
        : (script.words(leaf, place) ?? [{ text: undefined, prefix: '', single: double }]),
    );
    finding = stricter(finding, judgeTest(words, place, double));
  }
  return finding;
}

function unquoted(node: ShellNode, source: string): string {
  if (/^(?:string|raw_string|ansi_c_string|command_substitution|process_substitution)$/.test(node.type)) return '';
  if (node.children.length === 0) return source.slice(node.start, node.end);
  return node.children.map((child) => unquoted(child, source)).join(' ');
}
