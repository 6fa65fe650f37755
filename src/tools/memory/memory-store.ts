import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ToolError } from '../../contract/error.js';
import { writeFileAtomic } from '../../lib/atomic-file.js';
import { sliceWhole } from '../../lib/truncate.js';

/** One remembered text: a markdown file `memory/<key>.md` that a person may read, change and delete. */
export interface Memory {
  key: string;
  text: string;
  /** Milliseconds since 1970. */
  time: number;
}

const MAX_MEMORIES = 1000;
const MAX_TEXT = 20_000;

export async function saveMemory(stateDir: string, text: string, key = slug(text)): Promise<string> {
  if (text.length > MAX_TEXT) throw new ToolError('invalid_args', `text has ${text.length} characters; at most ${MAX_TEXT} are remembered. Say it shorter.`);
  const name = slug(key);
  try {
    await writeFileAtomic(join(stateDir, 'memory', `${name}.md`), `${text.trim()}\n`);
  } catch (error) {
    throw new ToolError('failed', `It could not be remembered: ${error instanceof Error ? error.message : String(error)}`);
  }
  return name;
}

/** Newest first. Files that cannot be read are left out. */
export async function loadMemories(stateDir: string): Promise<Memory[]> {
  const folder = join(stateDir, 'memory');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.md')).slice(0, MAX_MEMORIES);
  const loaded = await Promise.all(
    names.map(async (name) => {
      try {
        const file = join(folder, name);
        const info = await stat(file);
        if (!info.isFile() || info.size > 4 * MAX_TEXT) return [];
        return [{ key: name.slice(0, -3), text: (await readFile(file, 'utf8')).trim(), time: info.mtimeMs }];
      } catch {
        return [];
      }
    }),
  );
  return loaded.flat().sort((a, b) => b.time - a.time || a.key.localeCompare(b.key));
}

/** Those that share words with the query, best first; all of them without one. Pure. */
export function searchMemories(memories: readonly Memory[], query: string | undefined): Memory[] {
  const wanted = words(query ?? '');
  if (wanted.length === 0) return [...memories];
  const score = (memory: Memory): number => {
    const key = words(memory.key);
    const text = words(memory.text);
    const hits = (list: readonly string[], word: string): boolean => list.some((each) => each === word || (word.length > 3 && each.startsWith(word)));
    return wanted.reduce((sum, word) => sum + (hits(key, word) ? 2 : 0) + (hits(text, word) ? 1 : 0), 0);
  };
  return memories
    .map((memory) => ({ memory, score: score(memory) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || b.memory.time - a.memory.time)
    .map((each) => each.memory);
}

function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A file name of plain words, in any script; accents of Latin letters are left out. */
function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin})[\u0300-\u036f]+/gu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return sliceWhole(plain, 60).replace(/-+$/, '') || `note-${randomUUID().slice(0, 8)}`;
}
