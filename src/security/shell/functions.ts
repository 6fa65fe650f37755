import type { ShellNode } from './tree.js';

/** Names of all functions a script defines, in whatever place. */
export function functionNames(root: ShellNode, source: string): string[] {
  const own = root.type === 'function_definition' ? [functionName(root, source)] : [];
  return [...own, ...root.children.flatMap((child) => functionNames(child, source))];
}

/** The text of each function's body, by name. */
export function functionBodies(root: ShellNode, source: string): Map<string, string> {
  const bodies = new Map<string, string>();
  const visit = (node: ShellNode): void => {
    const body = node.children.at(-1);
    if (node.type === 'function_definition' && body) bodies.set(functionName(node, source), source.slice(body.start, body.end));
    node.children.forEach(visit);
  };
  visit(root);
  return bodies;
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
