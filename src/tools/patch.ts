import type { PathGuard } from '../contract/security.js';
import type { FileChange } from '../contract/tool.js';
import { countChanges, diffHunks } from '../lib/unified-diff.js';
import { binaryPatch } from './binary-patch.js';

/** A path that was touched: its bytes and mode before and now; absent bytes mean that no file is there. */
export interface PathChange {
  path: string;
  before?: Buffer;
  beforeMode?: number;
  after?: Buffer;
  afterMode?: number;
}

/** One entry a path that really differs, in the order given. */
export async function listChanges(changes: readonly PathChange[], guard: PathGuard): Promise<FileChange[]> {
  const result: FileChange[] = [];
  for (const change of changes) {
    if (!differs(change)) continue;
    const kind = !change.before ? 'created' : !change.after ? 'deleted' : 'modified';
    const counts = isText(change.before) && isText(change.after) ? await countChanges(asText(change.before), asText(change.after)) : { added: 0, removed: 0 };
    result.push({ path: guard.display(change.path), kind, ...counts });
  }
  return result;
}

/** All changes as one patch that `git apply` takes: creations, deletions, modes, binaries, files without a final newline. */
export async function buildPatch(changes: readonly PathChange[], guard: PathGuard): Promise<string> {
  const parts: string[] = [];
  for (const change of changes) if (differs(change)) parts.push(await filePatch(change, guard.display(change.path)));
  return parts.join('');
}

async function filePatch({ before, after, beforeMode, afterMode }: PathChange, name: string): Promise<string> {
  const from = quote(`a/${name}`);
  const to = quote(`b/${name}`);
  const header = [`diff --git ${from} ${to}`];
  if (!before) header.push(`new file mode ${gitMode(afterMode)}`);
  else if (!after) header.push(`deleted file mode ${gitMode(beforeMode)}`);
  else if (gitMode(beforeMode) !== gitMode(afterMode)) header.push(`old mode ${gitMode(beforeMode)}`, `new mode ${gitMode(afterMode)}`);
  if (!isText(before) || !isText(after)) return `${header.join('\n')}\n${await binaryPatch(before, after)}`;
  const hunks = await diffHunks(asText(before), asText(after));
  if (hunks === '') return `${header.join('\n')}\n`;
  // A tab after a name with blanks keeps `patch` from cutting it there; git wants it too.
  const tab = name.includes(' ') ? '\t' : '';
  return `${header.join('\n')}\n--- ${before ? `${from}${tab}` : '/dev/null'}\n+++ ${after ? `${to}${tab}` : '/dev/null'}\n${hunks}`;
}

function differs({ before, after, beforeMode, afterMode }: PathChange): boolean {
  if (!before || !after) return before !== after;
  return !before.equals(after) || gitMode(beforeMode) !== gitMode(afterMode);
}

function gitMode(mode = 0o644): string {
  return mode & 0o100 ? '100755' : '100644';
}

/** As git quotes: only when the name holds a control character, a quote, a backslash or bytes above ASCII. */
function quote(name: string): string {
  if (!/[^\x20-\x7e]|["\\]/.test(name)) return name;
  const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' };
  const bytes = [...Buffer.from(name, 'utf8')].map((byte) => {
    const character = String.fromCharCode(byte);
    return escapes[character] ?? (byte < 0x20 || byte > 0x7e ? `\\${byte.toString(8).padStart(3, '0')}` : character);
  });
  return `"${bytes.join('')}"`;
}

function isText(content: Buffer | undefined): boolean {
  return content === undefined || (!content.includes(0) && Buffer.from(content.toString('utf8'), 'utf8').equals(content));
}

function asText(content: Buffer | undefined): string {
  return content?.toString('utf8') ?? '';
}
