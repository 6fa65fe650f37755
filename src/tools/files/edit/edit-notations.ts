/** Edits written as one text: SEARCH/REPLACE blocks and unified diffs. */

type RawEdit = Record<'old_text' | 'new_text', string>;

const BLOCK = /^<{5,9} ?(?:SEARCH|ORIGINAL|HEAD)?[^\n]*\n([\s\S]*?)^={5,9}[^\S\n]*\n([\s\S]*?)^>{5,9} ?(?:REPLACE|UPDATED)?/gm;

/** `<<<<<<< SEARCH` … `=======` … `>>>>>>> REPLACE`, any number of them; undefined when there is none. */
export function editsFromMarkers(text: string): RawEdit[] | undefined {
  const edits = [...text.replaceAll('\r\n', '\n').matchAll(BLOCK)].map((match) => lineEdit(match[1] ?? '', match[2] ?? ''));
  return edits.length > 0 ? edits : undefined;
}

/** One edit a hunk: its context and removed lines against its context and added lines. */
export function editsFromDiff(text: string): RawEdit[] | undefined {
  if (!/^@@|^--- .*\n\+\+\+ /m.test(text)) return undefined;
  const edits: RawEdit[] = [];
  let old = '';
  let now = '';
  let inHunk = false;
  const flush = (): void => {
    if (inHunk && old !== now) edits.push(lineEdit(old, now));
    old = '';
    now = '';
  };
  const lines = withoutFence(text.replaceAll('\r\n', '\n')).replace(/\n$/, '').split('\n');
  for (const line of lines) {
    if (/^\*\*\* (?:Begin Patch|End Patch|End of File|Update File:)/.test(line)) continue;
    // Some leave the `@@` line out.
    if (line.startsWith('+++ ') && !inHunk) inHunk = true;
    else if (line.startsWith('@@') || line.startsWith('diff --git ') || (line.startsWith('--- ') && !inHunk)) {
      flush();
      inHunk = line.startsWith('@@');
    } else if (inHunk && !line.startsWith('\\')) {
      const body = `${line.slice(1)}\n`;
      if (line.startsWith('+')) now += body;
      else if (line.startsWith('-')) old += body;
      else {
        old += line === '' ? '\n' : body;
        now += line === '' ? '\n' : body;
      }
    }
  }
  flush();
  return edits.length > 0 ? edits : undefined;
}

function withoutFence(text: string): string {
  return /^\s*(`{3,}|~{3,})[^\n]*\n([\s\S]*?)\n\1\s*$/.exec(text)?.[2] ?? text;
}

/** The file a diff is about. */
export function pathFromDiff(text: string): string | undefined {
  const name = /^(?:\+\+\+ (?:b\/)?|\*\*\* Update File: )([^\t\n\r]+)/m.exec(text)?.[1];
  return name === undefined || name === '/dev/null' ? undefined : name;
}

/** Lines without their last newline, so that they fit at the end of a file too; with it when lines are deleted. */
function lineEdit(old: string, now: string): RawEdit {
  if (now === '') return { old_text: old, new_text: '' };
  return { old_text: old.replace(/\n$/, ''), new_text: now.replace(/\n$/, '') };
}
