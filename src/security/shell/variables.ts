import { namesRead } from './builtins.js';
import type { ShellNode } from './tree.js';

/** What the line itself puts into a variable: word nodes, or `unknown`. */
export interface Definition {
  words: ShellNode[];
  unknown: boolean;
  /** Assigned on the way to every use behind `from` (a loop's own variable, or a plain assignment at the top). */
  certain: boolean;
  from: number;
}

/** All assignments of the line by name. Flow does not matter: a variable may have any of its values at any place. */
export function collectVariables(root: ShellNode, source: string): Map<string, Definition> {
  const found = new Map<string, Definition>();
  const text = (node: ShellNode): string => source.slice(node.start, node.end);
  const add = (name: string, words: ShellNode[], unknown: boolean, certain: boolean, from: number): void => {
    const known = found.get(name);
    if (!known) found.set(name, { words, unknown, certain, from });
    else
      found.set(name, {
        words: [...known.words, ...words],
        unknown: known.unknown || unknown,
        certain: known.certain && certain,
        from: Math.max(known.from, from),
      });
  };
  const visit = (node: ShellNode, parent: ShellNode | undefined, grand: ShellNode | undefined): void => {
    const first = node.children[0];
    if (node.type === 'variable_assignment' && first) {
      const value = node.children.at(-1);
      const plain = first.type === 'variable_name' && source[first.end] === '=' && parent?.type !== 'declaration_command';
      const word = value && value !== first && value.type !== '=' ? [value] : [];
      const top = parent?.type === 'program' || (parent?.type === 'variable_assignments' && grand?.type === 'program');
      add(/^\w+/.exec(text(first))?.[0] ?? '', word, !plain || value?.type === 'array', top, node.end);
    } else if (node.type === 'for_statement') {
      const name = node.children.find((child) => child.type === 'variable_name');
      const start = node.children.findIndex((child) => child.type === 'in');
      const end = node.children.findIndex((child) => child.type === 'do_group');
      const words = start === -1 ? [] : node.children.slice(start + 1, end).filter((child) => child.named);
      if (name) add(text(name), words, start === -1 || first?.type === 'select', true, name.end);
    } else if (node.type === 'c_style_for_statement' || node.type === 'unset_command' || node.type === 'arithmetic_expansion') {
      for (const match of text(node).matchAll(/[A-Za-z_]\w*/g)) add(match[0], [], true, false, node.end);
    } else if (node.type === 'expansion') {
      const name = /^\$\{([A-Za-z_]\w*):?=/.exec(text(node))?.[1];
      if (name) add(name, [], true, false, node.end);
    } else if (node.type === 'command') {
      const words = node.children.filter((child) => child.type !== 'variable_assignment').map(text);
      if (words.some((word) => word === 'read')) for (const name of namesRead(words)) add(name, [], true, false, node.end);
      else if (/^(?:printf|mapfile|readarray|getopts|let|local|export|declare|typeset|readonly)$/.test(words[0] ?? ''))
        for (const word of words.slice(1)) add(/^\w+/.exec(word)?.[0] ?? '', [], true, false, node.end);
    } else if (node.type === 'declaration_command') {
      for (const child of node.children) if (child.type === 'variable_name' || child.type === 'word') add(text(child), [], true, false, node.end);
    }
    for (const child of node.children) visit(child, node, parent);
  };
  visit(root, undefined, undefined);
  return found;
}

/** Names of the variables whose values are the words of this node, `$x` and `${x}`; what a substitution inside it uses is not among them. */
export function variablesUnder(node: ShellNode, source: string): Set<string> {
  const names = new Set<string>();
  const visit = (child: ShellNode): void => {
    if (child.type === 'command_substitution' || child.type === 'process_substitution') return;
    if (child.type === 'simple_expansion' || child.type === 'expansion') {
      const name = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(source.slice(child.start, child.end))?.[1];
      if (name) names.add(name);
    }
    child.children.forEach(visit);
  };
  visit(node);
  return names;
}
