import type { ShellNode } from './tree.js';

/** `$@`, `$*`, `$0`, `$1` … with the braces and quotes they may stand in. */
const PARAMETER = /"?\$(?:([@*]|\d)|\{([@*]|\d+)\})"?/g;

/** A script with its arguments put in (`args[0]` is `$0`), only to look for what must not run: quotes go with the parameter. */
export function withArguments(script: string, args: ReadonlyArray<string | undefined>): string {
  return script.replace(PARAMETER, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? '';
    if (name === '@' || name === '*') return args.slice(1).every((arg) => arg !== undefined) ? args.slice(1).join(' ') : whole;
    return Number(name) < args.length ? (args[Number(name)] ?? whole) : '';
  });
}

/** Does a text use its arguments at all? */
export function usesArguments(script: string): boolean {
  return script.search(PARAMETER) >= 0;
}

/** The words of each `set` of a script that gives it other arguments, in the order of the script. */
export function settings(root: ShellNode, source: string): ShellNode[][] {
  const found: ShellNode[][] = [];
  const visit = (node: ShellNode): void => {
    if (node.type === 'command') {
      const [name, ...words] = node.children.filter((child) => child.named);
      const texts = words.map((word) => source.slice(word.start, word.end));
      const end = texts.indexOf('--');
      const first = end >= 0 ? end + 1 : texts.findIndex((text) => !/^[-+]/.test(text));
      if (name && source.slice(name.start, name.end) === 'set' && first >= 0 && first < words.length) found.push(words.slice(first));
    }
    node.children.forEach(visit);
  };
  visit(root);
  return found;
}
