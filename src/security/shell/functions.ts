import type { ShellNode } from './tree.js';

/** Names of all functions a script defines, in whatever place. */
export function functionNames(root: ShellNode, source: string): string[] {
  const own = root.type === 'function_definition' ? [functionName(root, source)] : [];
  return [...own, ...root.children.flatMap((child) => functionNames(child, source))];
}

export function functionName(definition: ShellNode, source: string): string {
  const name = definition.children.find((child) => child.type === 'word');
  return name ? source.slice(name.start, name.end) : '';
}

/** `f | f` or `f &` inside f. */
export function isForkBomb(definition: ShellNode, source: string): boolean {
  const name = functionName(definition, source);
  let calls = false;
  let feeds = false;
  const visit = (node: ShellNode): void => {
    if (node.type === 'command_name' && source.slice(node.start, node.end) === name) calls = true;
    if (node.type === 'pipeline' || node.type === '&') feeds = true;
    node.children.forEach(visit);
  };
  const body = definition.children.at(-1);
  if (body) visit(body);
  return calls && feeds;
}
