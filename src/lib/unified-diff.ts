/** Unified diffs of texts, for people, for models and for `git apply`. */

const CONTEXT_LINES = 3;
/** Above this many changed lines the exact shortest diff costs too much; the whole region is shown as replaced. */
const MAX_CHANGES = 1000;
const MAX_MS = 250;

interface LineChange {
  kind: 'same' | 'added' | 'removed';
  lines: string[];
}

/** The hunks (`@@ …`) that turn `before` into `after`, without file headers; empty when they are equal. */
export async function diffHunks(before: string, after: string, context = CONTEXT_LINES): Promise<string> {
  if (before === after) return '';
  return formatHunks(await diffLines(before, after), context);
}

/** Lines that were added and removed. */
export async function countChanges(before: string, after: string): Promise<{ added: number; removed: number }> {
  let added = 0;
  let removed = 0;
  for (const change of await diffLines(before, after)) {
    if (change.kind === 'added') added += change.lines.length;
    if (change.kind === 'removed') removed += change.lines.length;
  }
  return { added, removed };
}

/** Line by line; lines keep their terminators. What is equal at both ends is set aside first, so that large files stay fast. */
async function diffLines(before: string, after: string): Promise<LineChange[]> {
  const old = splitLines(before);
  const now = splitLines(after);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;
  return merge([
    { kind: 'same', lines: old.slice(0, head) },
    ...(await diffMiddle(old.slice(head, old.length - tail), now.slice(head, now.length - tail))),
    { kind: 'same', lines: old.slice(old.length - tail) },
  ]);
}

async function diffMiddle(old: string[], now: string[]): Promise<LineChange[]> {
  const replaced: LineChange[] = [
    { kind: 'removed', lines: old },
    { kind: 'added', lines: now },
  ];
  if (old.length === 0 || now.length === 0) return replaced;
  const { diffArrays } = await import('diff');
  const parts = diffArrays(old, now, { maxEditLength: MAX_CHANGES, timeout: MAX_MS });
  return parts?.map((part) => ({ kind: part.added ? 'added' : part.removed ? 'removed' : 'same', lines: part.value })) ?? replaced;
}

/** Neighbours of one kind become one; removed lines come before added ones. */
function merge(changes: LineChange[]): LineChange[] {
  const result: LineChange[] = [];
  for (const change of changes) {
    if (change.lines.length === 0) continue;
    const last = result.at(-1);
    if (last?.kind === change.kind) last.lines = last.lines.concat(change.lines);
    else if (last?.kind === 'added' && change.kind === 'removed') result.splice(-1, 0, { ...change });
    else result.push({ ...change });
  }
  return result;
}

function formatHunks(changes: LineChange[], context: number): string {
  const hunks: string[] = [];
  let body: string[] = [];
  let start = { old: 1, now: 1 };
  let size = { old: 0, now: 0 };
  const at = { old: 1, now: 1 };
  const add = (sign: string, line: string): void => {
    body.push(`${sign}${line}${line.endsWith('\n') ? '' : '\n\\ No newline at end of file\n'}`);
    if (sign !== '+') size.old++;
    if (sign !== '-') size.now++;
  };
  const flush = (): void => {
    if (body.length > 0) hunks.push(`@@ -${range(start.old, size.old)} +${range(start.now, size.now)} @@\n${body.join('')}`);
    body = [];
    size = { old: 0, now: 0 };
  };
  changes.forEach((change, index) => {
    if (change.kind === 'same') {
      const count = change.lines.length;
      const isFirst = index === 0;
      const isLast = index === changes.length - 1;
      if (!isFirst && (isLast || count > context * 2)) {
        for (const line of change.lines.slice(0, context)) add(' ', line);
        flush();
      }
      at.old += count;
      at.now += count;
      if (isLast) return;
      const lead = isFirst || count > context * 2 ? change.lines.slice(-Math.min(context, count) || count) : change.lines;
      if (body.length === 0) start = { old: at.old - lead.length, now: at.now - lead.length };
      for (const line of lead) add(' ', line);
      return;
    }
    if (body.length === 0) start = { ...at };
    for (const line of change.lines) add(change.kind === 'added' ? '+' : '-', line);
    if (change.kind === 'added') at.now += change.lines.length;
    else at.old += change.lines.length;
  });
  flush();
  return hunks.join('');
}

/** An empty range names the line before it, as `diff` and `git` do. */
function range(start: number, size: number): string {
  return size === 1 ? String(start) : `${size === 0 ? start - 1 : start},${size}`;
}

function splitLines(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}
