import { posix } from 'node:path';
import { INTERPRETERS, SHELLS } from './catastrophe.js';
import { commandWords, redirectTarget } from './fed-text.js';
import type { Folders } from './folders.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';
import type { Word } from './words.js';

/** What a file of the line holds that was made earlier in it: a text that is known, or what the network sent. */
export interface MadeFile {
  /** Undefined: what the network sent. */
  text?: string;
}

/** Files that a download writes, as named or by the last name of the address. */
export function downloadedFiles(name: string, args: readonly Word[]): string[] {
  const texts = args.flatMap((word) => word.text ?? []);
  const addresses = texts.filter((text, at) => !text.startsWith('-') && /[./]/.test(text) && !/^-[a-zA-Z]*o$/.test(texts[at - 1] ?? ''));
  const last = addresses.map((address) => posix.basename(address.replace(/[?#].*$/, '')));
  if (name === 'curl')
    return [...valuesOf(texts, /^-[a-zA-Z]*o(.*)$/, '--output'), ...(texts.some((text) => /^-[a-zA-Z]*O|^--remote-name/.test(text)) ? last : [])];
  if (name === 'wget') {
    const named = valuesOf(texts, /^-[a-zA-Z]*O(.*)$/, '--output-document');
    return named.length > 0 ? named : last;
  }
  return name === 'aria2c' ? [...valuesOf(texts, /^-o(.*)$/, '--out'), ...last] : [];
}

/** The files into which a statement writes what it prints: redirections and `tee`. */
export function filesWritten(script: ShellScript, node: ShellNode, folders: Folders): string[] {
  const words = node.type === 'command' ? commandWords(script, node, folders) : [];
  const copies = words[0] === 'tee' ? words.slice(1).flatMap((word) => (word === undefined || word.startsWith('-') ? [] : word)) : [];
  const redirected = node.children.flatMap((child) => {
    if (child.type === 'command' && node.type === 'redirected_statement') return filesWritten(script, child, folders);
    return child.type === 'file_redirect' && /^\d?&?>/.test(script.textOf(child)) ? (redirectTarget(script, child, folders) ?? []) : [];
  });
  return [...copies, ...redirected];
}

/** The file this program would run: itself, when it is named by a path, or the script of a shell or interpreter. */
export function scriptFile(written: string, name: string, args: readonly Word[]): string | undefined {
  if (written.includes('/') && !SHELLS.has(name)) return written;
  if (!SHELLS.has(name) && !INTERPRETERS.test(name) && name !== 'source' && written !== '.') return undefined;
  return args.find((word) => word.text !== undefined && !/^[-+]/.test(word.text))?.text;
}

function valuesOf(texts: readonly string[], short: RegExp, long: string): string[] {
  return texts.flatMap((text, at) => {
    if (text === long) return texts[at + 1] ?? [];
    if (text.startsWith(`${long}=`)) return text.slice(long.length + 1);
    const attached = text.startsWith('--') ? undefined : short.exec(text)?.[1];
    return attached === undefined ? [] : attached === '' ? (texts[at + 1] ?? []) : attached;
  });
}
