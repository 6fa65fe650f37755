import { posix } from 'node:path';
import type { Folders } from './folders.js';
import { isRedirect } from './node-kinds.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';
import type { Word } from './words.js';

/**
 * What a statement is known to print: the words of `echo` and `printf`, and what `cat`, `tee` and `base64 -d` make of `fed`
 * (their input). Undefined: not known. Nearly what the shell prints, so only to look for what must not run.
 */
export function printedBy(script: ShellScript, node: ShellNode, folders: Folders, fed?: string): string | undefined {
  if (node.type === 'pipeline')
    return node.children.filter((child) => child.named).reduce<string | undefined>((text, stage) => printedBy(script, stage, folders, text), fed);
  const input = node.children.flatMap((child) => (isRedirect(child) ? (fedBy(script, child, folders) ?? []) : []))[0] ?? fed;
  if (node.type === 'redirected_statement') {
    const body = node.children.find((child) => child.named && !isRedirect(child));
    return body && printedBy(script, body, folders, input);
  }
  if (node.type !== 'command') return undefined;
  const [program, ...words] = commandWords(script, node, folders);
  const name = posix.basename(program ?? '');
  if (name === 'tee') return input;
  if (name === 'cat') return words.every((word) => word?.startsWith('-')) ? input : undefined;
  if (name === 'tr') return input === undefined ? undefined : translated(input, words);
  if (name === 'base64' || (name === 'openssl' && words.some((word) => /^(?:base64|-a|-base64)$/.test(word ?? ''))))
    return input !== undefined && words.some((word) => /^(?:-[dD]|--decode)$/.test(word ?? '')) ? Buffer.from(input, 'base64').toString() : undefined;
  if (name === 'xxd')
    return input !== undefined && words.some((word) => /^-[a-z]*r/.test(word ?? '')) ? Buffer.from(input.replace(/\s/g, ''), 'hex').toString() : undefined;
  if (name === 'rev')
    return input
      ?.split('\n')
      .map((line) => [...line].reverse().join(''))
      .join('\n');
  if ((name !== 'echo' && name !== 'printf') || words.includes(undefined)) return undefined;
  return words
    .filter((text, at) => at > 0 || !/^-[neE]+$/.test(text ?? ''))
    .join(' ')
    .replace(/\\x([\da-fA-F]{1,2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\0?([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replaceAll('\\n', '\n')
    .replaceAll('\\0', '\n');
}

/** `tr` with two plain sets of the same length; with others the text as it is. */
function translated(text: string, words: ReadonlyArray<string | undefined>): string {
  const [from = '', to = ''] = words;
  if (words.length !== 2 || from.length !== to.length || /[-\\[]/.test(from + to)) return text;
  return [...text].map((character) => (from.includes(character) ? to.charAt(from.indexOf(character)) : character)).join('');
}

/** The words of a command as far as they are known. */
export function commandWords(script: ShellScript, node: ShellNode, folders: Folders): Array<string | undefined> {
  const nodes = node.children.filter((child) => child.named && child.type !== 'variable_assignment' && !isRedirect(child));
  return nodes.flatMap((child) => known(script, child.type === 'command_name' ? (child.children[0] ?? child) : child, folders)).map((word) => word.text);
}

/** What a here-document or here-string feeds, as written: nearly what the shell gets. */
export function fedBy(script: ShellScript, redirect: ShellNode, folders: Folders): string | undefined {
  const body = redirect.children.find((child) => child.type === 'heredoc_body');
  if (body) return script.textOf(body);
  const from = redirect.children.find((child) => child.type === 'process_substitution');
  const statement = from?.children.find((child) => child.named);
  if (statement) return printedBy(script, statement, folders);
  if (redirect.type !== 'herestring_redirect') return undefined;
  const word = redirect.children.find((child) => child.named && child.type !== 'file_descriptor');
  return word && known(script, word, folders)[0]?.text;
}

/** The file of a redirection, when it is known. */
export function redirectTarget(script: ShellScript, redirect: ShellNode, folders: Folders): string | undefined {
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
