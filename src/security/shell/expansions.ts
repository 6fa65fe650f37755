import type { ShellNode } from './tree.js';

/** `${x}`, `${#x}`, `${x:-text}`, `${x#pattern}`, `${x/a/b}` with plain text, `${x:1:2}`: nothing runs, nothing is set. */
const HARMLESS_EXPANSION = /^\$\{(?:#?[A-Za-z_]\w*|[A-Za-z_]\w*(?:(?::?[-+]|##?|%%?|\/[/#%]?)[^$`{}\\'"()<>@!&]*|:\d+(?::\d+)?|\^\^?|,,?))\}$/;
const HARMLESS_ARITHMETIC = /^\$\(\((?:[\s\d+*/%()<>&|^~?:-]|RANDOM|SECONDS|LINENO|[!=]=)+\)\)$/;

/** Why an expansion or arithmetic is more than reading a variable, or undefined. Other nodes are none of its business. */
export function expansionReason(node: ShellNode, source: string): string | undefined {
  const text = source.slice(node.start, node.end);
  if (node.type === 'expansion' && !HARMLESS_EXPANSION.test(text)) return 'an expansion may run or set something';
  if (node.type === 'arithmetic_expansion' && !HARMLESS_ARITHMETIC.test(text)) return 'arithmetic is evaluated';
  return undefined;
}
