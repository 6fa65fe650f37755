import { isToolError } from '../../contract/error.js';
import { asks, type CommandPlace } from './finding.js';
import type { Folders } from './folders.js';
import { checkPath } from './path-check.js';
import type { ShellNode } from './tree.js';
import type { Walk } from './walk.js';

const WRITES = new Set(['>', '>>', '>|', '&>', '&>>', '<>', '>&']);
const HARMLESS_TARGETS = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/fd/1', '/dev/fd/2']);

/** `> file`, `2>&1`, `< file`: writing is a part of its own that asks, and both go through the path check. */
export function judgeRedirect(walk: Walk, node: ShellNode, folders: Folders): void {
  const operator = node.children.find((child) => !child.named)?.type ?? '';
  const targets = node.children.filter((child) => child.named && child.type !== 'file_descriptor');
  const target = targets[0];
  // `{fd}>file` opens a descriptor kept in a variable.
  if (!target || targets.length !== 1 || walk.source[node.start - 1] === '}') {
    // `2>&-` closes a descriptor.
    if (!target && /^\d?[<>]&-$/.test(walk.source.slice(node.start, node.end))) return;
    walk.add(node, asks('a redirection is not understood'));
    return;
  }
  const written = walk.source.slice(target.start, target.end);
  if ((operator === '>&' || operator === '<&') && /^(?:\d+|-)$/.test(written)) return;
  if (operator !== '<' && !WRITES.has(operator)) {
    walk.add(node, asks('a redirection is not understood'));
    return;
  }
  for (const folder of folders ?? [undefined]) {
    const place: CommandPlace = { guard: walk.place.guard, folder: folder?.real, home: walk.place.home };
    for (const binding of walk.bindings(target, place)) {
      const words = walk.words(target, place, binding);
      const word = words?.length === 1 ? words[0] : undefined;
      if (word?.text === undefined) walk.add(node, asks('where a redirection leads is not known before it runs'));
      else if ('stream' in word && word.stream) continue;
      else if (operator === '<') {
        const finding = checkPath(word.text, 'read', place);
        if (finding) walk.add(node, finding);
      } else if (!HARMLESS_TARGETS.has(word.text)) judgeWrite(walk, node, word.text, place);
    }
  }
}

function judgeWrite(walk: Walk, node: ShellNode, path: string, place: CommandPlace): void {
  const finding = checkPath(path, 'write', place);
  if (finding) {
    walk.add(node, finding);
    return;
  }
  try {
    const writes = place.guard.resolve(path.startsWith('~') ? `./${path}` : path, 'write', place.folder);
    walk.add(node, asks('it writes a file, which undo does not cover'), { writes });
  } catch (error) {
    walk.add(node, asks(isToolError(error) ? error.message : 'where it writes is not known'));
  }
}
