import type { Word } from './words.js';

/** Options whose value is a script, by program. */
const SCRIPT_OPTIONS: Readonly<Record<string, RegExp>> = {
  su: /^(?:-c|--command)$/,
  runuser: /^(?:-c|--command)$/,
  script: /^-[a-z]*c$|^--command$/,
  flock: /^(?:-c|--command)$/,
  env: /^-[a-z]*S$|^--split-string$/,
};

/**
 * Scripts that stand in the words of a program and that a shell (or `env -S`) would take apart: what is in them is
 * judged too, so that a catastrophe does not hide in a string. The program itself is judged besides.
 */
export function scriptsInWords(name: string, args: readonly Word[]): string[] {
  const texts = args.map((word) => word.text);
  if (name === 'eval') return texts.every((text) => text !== undefined) ? [texts.join(' ')] : [];
  if (name === 'trap') return texts.slice(texts[0] === '--' ? 1 : 0, texts[0] === '--' ? 2 : 1).flatMap((text) => text ?? []);
  if (name === 'alias') return texts.flatMap((text) => (text?.includes('=') ? [text.slice(text.indexOf('=') + 1)] : []));
  const option = Object.hasOwn(SCRIPT_OPTIONS, name) ? SCRIPT_OPTIONS[name] : undefined;
  if (!option) return [];
  return texts.flatMap((text, at) => {
    if (text === undefined) return [];
    const attached = /^(?:--(?:split-string|command)=|-S(?=.))(.+)$/s.exec(text)?.[1];
    return option.test(text) ? (texts[at + 1] ?? []) : attached !== undefined ? [attached] : [];
  });
}
