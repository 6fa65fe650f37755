import { readFileSync, statSync } from 'node:fs';
import type { PathGuard } from '../contract/security.js';
import { truncateLines } from '../lib/truncate.js';

const LARGEST_FILE = 1_000_000;
const CHARACTERS_EACH = 24_000;
const MOST_FILES = 10;

/** Adds the text of files that are named as `@path`. What may not be read, or is no text, stays a name. */
export async function attachFiles(text: string, guard: PathGuard): Promise<string> {
  const names = new Set([...text.matchAll(/(?:^|\s)@([^\s@]+)/g)].map((match) => (match[1] ?? '').replace(/[.,;:!?)]+$/, '')));
  const parts = [...names].slice(0, MOST_FILES).flatMap((name) => {
    const content = readText(name, guard);
    return content === undefined ? [] : [fileBlock(name, content)];
  });
  return [text, ...parts].join('\n\n');
}

/** A file that goes along with a question, cut to what a question may carry. */
export function fileBlock(name: string, content: string): string {
  return `<file path="${name.replaceAll('"', '&quot;')}">\n${truncateLines(content.replace(/\n$/, ''), CHARACTERS_EACH, 'read shows the rest')}\n</file>`;
}

function readText(name: string, guard: PathGuard): string | undefined {
  try {
    const file = guard.resolve(name, 'read');
    const info = statSync(file);
    if (!info.isFile() || info.size > LARGEST_FILE) return undefined;
    const bytes = readFileSync(file);
    return bytes.includes(0) ? undefined : bytes.toString('utf8').replace(/\n$/, '');
  } catch {
    return undefined;
  }
}
