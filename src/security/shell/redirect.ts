import { isToolError } from '../../contract/error.js';
import { asks, type CommandPlace, type Finding } from './finding.js';
import type { Folders } from './folders.js';
import { checkPath, HARMLESS_WRITE } from './path-check.js';
import type { ShellScript } from './shell-script.js';
import type { ShellNode } from './tree.js';

/** What one redirection may do; `writes` is the real path of the file it would write. */
type RedirectFinding = Finding & { writes?: string };

const WRITES = new Set(['>', '>>', '>|', '&>', '&>>', '<>', '>&']);

/** `> file`, `2>&1`, `< file`: writing asks, and both go through the path check. Nothing is found in what is harmless. */
export function judgeRedirect(script: ShellScript, node: ShellNode, folders: Folders): RedirectFinding[] {
  const operator = node.children.find((child) => !child.named)?.type ?? '';
  const targets = node.children.filter((child) => child.named && child.type !== 'file_descriptor');
  const target = targets[0];
  // `2>&-` closes a descriptor.
  if (!target && /^\d?[<>]&-$/.test(script.textOf(node))) return [];
  // `{fd}>file` opens a descriptor kept in a variable.
  if (!target || targets.length !== 1 || script.source[node.start - 1] === '}') return [asks('a redirection is not understood')];
  if ((operator === '>&' || operator === '<&') && /^(?:\d+|-)$/.test(script.textOf(target))) return [];
  if (operator !== '<' && !WRITES.has(operator)) return [asks('a redirection is not understood')];
  return script.placesIn(folders).flatMap((place) =>
    script.bindings(target, place).flatMap((binding) => {
      const words = script.words(target, place, binding);
      const word = words?.length === 1 ? words[0] : undefined;
      if (word?.text === undefined) return asks('where a redirection leads is not known before it runs');
      if ('stream' in word && word.stream) return [];
      if (operator === '<') return checkPath(word.text, 'read', place) ?? [];
      return HARMLESS_WRITE.has(word.text) ? [] : judgeWrite(word.text, place);
    }),
  );
}

function judgeWrite(path: string, place: CommandPlace): RedirectFinding {
  const finding = checkPath(path, 'write', place);
  if (finding) return finding;
  try {
    const writes = place.guard.resolve(path.startsWith('~') ? `./${path}` : path, 'write', place.folder);
    return { ...asks('it writes a file, which undo does not cover'), writes };
  } catch (error) {
    return asks(isToolError(error) ? error.message : 'where it writes is not known');
  }
}
