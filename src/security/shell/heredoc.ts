import type { ShellNode } from './tree.js';

/**
 * Is this here-document what the grammar says? Reads its lines again as bash does: the text begins on the next line and
 * ends at the first line that is exactly the mark. Returns the reason when the two differ or the form is unusual.
 */
export function heredocReason(node: ShellNode, source: string): string | undefined {
  const start = node.children.find((child) => child.type === 'heredoc_start');
  const end = node.children.find((child) => child.type === 'heredoc_end');
  if (!start || !end) return 'its here-document has no end';
  const written = source.slice(start.start, start.end);
  const mark = /^(?:'([\w-]+)'|"([\w-]+)"|\\?(\w+))$/.exec(written);
  const name = mark?.[1] ?? mark?.[2] ?? mark?.[3];
  if (name === undefined) return 'the mark of its here-document is unusual';
  const lineEnd = source.indexOf('\n', start.end);
  if (lineEnd === -1 || /["'`\\#(]|<</.test(source.slice(start.end, lineEnd))) return 'the line of its here-document is not understood';
  const tabs = source.startsWith('<<-', node.start);
  for (let at = lineEnd + 1; at <= source.length; ) {
    const next = source.indexOf('\n', at);
    const line = source.slice(at, next === -1 ? undefined : next);
    // Joined with the next one it may be the mark.
    if (mark?.[3] === written && /(?<!\\)(?:\\\\)*\\$/.test(line)) return 'a continued line in its here-document is not understood';
    if ((tabs ? line.replace(/^\t+/, '') : line) === name) {
      const close = at + line.length;
      return end.end === close && end.start >= at ? undefined : 'the end of its here-document is not understood';
    }
    if (next === -1) break;
    at = next + 1;
  }
  return 'its here-document has no end';
}

/** In an unquoted here-document: an expansion that belongs to no node of the tree. */
export function hasHiddenExpansion(node: ShellNode, source: string): boolean {
  const start = node.children.find((child) => child.type === 'heredoc_start');
  const body = node.children.find((child) => child.type === 'heredoc_body');
  if (!start || !body || /['"\\]/.test(source.slice(start.start, start.end))) return false;
  let text = '';
  let at = body.start;
  for (const child of body.children) {
    if (child.type === 'heredoc_content') continue;
    text += source.slice(at, child.start);
    at = Math.max(at, child.end);
  }
  text += source.slice(at, body.end);
  return /`|\$[({[]/.test(text.replace(/\\[\\$`\n]/g, ''));
}
