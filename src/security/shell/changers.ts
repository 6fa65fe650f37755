import type { Word } from './words.js';

/** Programs whose operands are files that they change, remove or copy. */
const CHANGERS = new Set(
  'rm rmdir unlink mv cp ln touch mkdir mkfifo mknod tee truncate chmod chown chgrp install dd rsync shred patch split csplit ditto scp sponge'.split(' '),
);
/** The last operand is the target; those before it are read. */
const COPIES = new Set(['cp', 'install', 'rsync', 'ditto', 'scp']);

export function isChanger(name: string): boolean {
  return CHANGERS.has(name);
}

/** The paths such a program touches. Words that are not known are left out: the program asks anyway. */
export function changedPaths(name: string, args: readonly Word[]): Array<{ path: string; use: 'read' | 'delete' }> {
  const texts = args.flatMap((word) => word.text ?? []);
  if (name === 'dd') {
    return texts.flatMap((text) => {
      const [key, ...rest] = text.split('=');
      if (key === 'if' && /^\/dev\/(?:zero|null|full|u?random)$/.test(rest.join('='))) return [];
      return key === 'of' || key === 'if' ? [{ path: rest.join('='), use: key === 'of' ? ('delete' as const) : ('read' as const) }] : [];
    });
  }
  const values = texts.flatMap((text) => (/^--[\w-]+=[./~]/.test(text) ? [text.slice(text.indexOf('=') + 1)] : []));
  const operands = texts.filter((text, at) => !text.startsWith('-') || texts.slice(0, at).includes('--'));
  // Remote places of rsync and scp are no paths here.
  const local = operands.filter((text) => !/^[\w.@-]+:/.test(text));
  return [...local, ...values].map((path, at) => ({ path, use: COPIES.has(name) && at < local.length - 1 ? 'read' : 'delete' }));
}

/** The files that `sed -i` and `perl -i` write over; empty for other calls. */
export function editedInPlace(name: string, args: readonly Word[]): string[] {
  const texts = args.flatMap((word) => word.text ?? []);
  if (!/^(?:g?sed|perl|ruby)$/.test(name) || !texts.some((text) => /^-[a-zA-Z0-9]*i|^--in-place/.test(text))) return [];
  const operands = texts.filter((text, at) => !text.startsWith('-') && !/^-[a-zA-Z0-9]*[ef]$|^--(?:expression|file)$/.test(texts[at - 1] ?? ''));
  return texts.some((text) => /^-[a-zA-Z0-9]*[ef]|^--(?:expression|file)/.test(text)) ? operands : operands.slice(1);
}
