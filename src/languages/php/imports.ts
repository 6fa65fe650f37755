import type { CodeImport } from '../../contract/context.js';
import type { ImportWorld, ReadImport } from '../language.js';
import { folderOf, joinPath, sharedFolders } from '../paths.js';

/** `use A\{B, C as D};` and `require __DIR__ . '/x.php';`. */
export function readImport(statement: string): ReadImport[] {
  const use = /^use\s+(?:function\s+|const\s+)?([\s\S]*?);?\s*$/.exec(statement)?.[1];
  if (use === undefined) {
    const path = /["']([^"'$]+)["']/.exec(statement)?.[1];
    return path === undefined ? [] : [{ source: /__DIR__|dirname/.test(statement) ? `.${path.startsWith('/') ? '' : '/'}${path}` : path }];
  }
  const group = /^([\s\S]*?)\{([\s\S]*)\}/.exec(use);
  const items = (group?.[2] ?? use).split(',').map(
    (item) =>
      item
        .trim()
        .replace(/^(?:function|const)\s+/, '')
        .split(/\s+as\s+/i)[0] ?? '',
  );
  return items.filter((item) => item !== '').map((item) => ({ source: `${group?.[1]?.trim() ?? ''}${item}`.replace(/^\\/, '') }));
}

/** Paths beside the file or from the root; class names by the longest part of their namespace that is also a folder. */
export function resolveImport(item: CodeImport, from: string, world: ImportWorld): readonly string[] {
  if (!item.source.includes('\\') && /[./]/.test(item.source)) {
    const candidates = [joinPath(folderOf(from), item.source), joinPath('', item.source)];
    return candidates.filter((path) => path !== undefined && path !== from && world.has(path)).slice(0, 1) as string[];
  }
  const parts = item.source.split('\\').filter(Boolean);
  for (let start = 0; start < Math.max(1, parts.length - 1); start++) {
    const found = world.endingWith(`${parts.slice(start).join('/')}.php`).filter((path) => path !== from);
    const nearest = [...found].sort((a, b) => sharedFolders(b, from) - sharedFolders(a, from))[0];
    if (nearest !== undefined) return [nearest];
  }
  return [];
}
