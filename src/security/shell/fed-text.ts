import { posix } from 'node:path';
import type { Folders } from './folders.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';
import type { Word } from './words.js';

/** What a stage of a pipe is known to print: the words of `echo` and `printf`. Undefined: not known. */
export function printedBy(script: ShellScript, node: ShellNode, folders: Folders): string | undefined {
  if (node.type !== 'command') return undefined;
  const nodes = node.children.filter((child) => child.named && child.type !== 'variable_assignment');
  const words = nodes.flatMap((child) => known(script, child.type === 'command_name' ? (child.children[0] ?? child) : child, folders));
  const texts = words.map((word) => word.text);
  const name = posix.basename(texts[0] ?? '');
  if ((name !== 'echo' && name !== 'printf') || texts.includes(undefined)) return undefined;
  return texts
    .slice(1)
    .filter((text, at) => at > 0 || !/^-[neE]+$/.test(text ?? ''))
    .join(' ')
    .replaceAll('\\n', '\n');
}

/** What a here-document or here-string feeds, as written: nearly what the shell gets. */
export function fedBy(script: ShellScript, redirect: ShellNode, folders: Folders): string | undefined {
  const body = redirect.children.find((child) => child.type === 'heredoc_body');
  if (body) return script.textOf(body);
  if (redirect.type !== 'herestring_redirect') return undefined;
  const word = redirect.children.find((child) => child.named && child.type !== 'file_descriptor');
  return word && known(script, word, folders)[0]?.text;
}

function known(script: ShellScript, node: ShellNode, folders: Folders): Word[] {
  const [place] = script.placesIn(folders);
  if (!place) return UNKNOWN;
  const [binding] = script.bindings(node, place);
  return script.words(node, place, binding) ?? UNKNOWN;
}

const UNKNOWN: Word[] = [{ text: undefined, prefix: '', single: false }];
