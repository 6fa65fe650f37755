import { reachesCommands } from '../environment.js';
import { printedBy } from './fed-text.js';
import type { Folders } from './folders.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';

/**
 * The source of a command with what is known put in: values of the line's variables, defaults, what `$(echo …)` prints, and
 * nothing for a variable that nobody sets (commands get a cleaned environment). Undefined: nothing could be put in. Quotes
 * and blanks are not those the shell would see, so this is only to look for what must not run.
 */
export function expandedText(script: ShellScript, node: ShellNode, binding: ReadonlyMap<string, string>, folders: Folders): string | undefined {
  const holes: Array<{ start: number; end: number; text: string }> = [];
  const visit = (child: ShellNode): void => {
    const text = knownText(script, child, binding, folders);
    if (text !== undefined) holes.push({ start: child.start, end: child.end, text });
    else child.children.forEach(visit);
  };
  visit(node);
  if (holes.length === 0) return undefined;
  let result = '';
  let at = node.start;
  for (const hole of holes) {
    result += script.source.slice(at, hole.start) + hole.text;
    at = hole.end;
  }
  return result + script.source.slice(at, node.end);
}

function knownText(script: ShellScript, node: ShellNode, binding: ReadonlyMap<string, string>, folders: Folders): string | undefined {
  const written = script.textOf(node);
  if (node.type === 'command_substitution' || node.type === 'process_substitution') {
    const statement = node.children.find((child) => child.named);
    return statement && printedBy(script, statement, folders);
  }
  if (node.type !== 'simple_expansion' && node.type !== 'expansion') return undefined;
  const read = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?-([^$`{}]*))?\})$/.exec(written);
  const name = read?.[1] ?? read?.[2];
  if (name === undefined) return undefined;
  const known = binding.get(name);
  if (known !== undefined) return known;
  if (name === 'HOME' && !script.sets(name)) return script.placeIn(undefined).home;
  if (script.sets(name) || reachesCommands(name) || name === 'PWD' || name === 'OLDPWD') return undefined;
  return read?.[3] ?? '';
}
