import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import { truncateLines } from '../../lib/truncate.js';
import { PATH_ALIASES } from '../arg-aliases.js';
import { listProjectFiles } from '../search/project-files.js';
import { fromRoot } from '../search/search-folder.js';
import { failMissing } from './missing-file.js';

const DEFAULT_DEPTH = 2;
/** Sizes are read for what is shown only. */
const MAX_ENTRIES = 2000;

export const ls = defineTool({
  name: 'ls',
  description: 'List a folder as a tree with sizes',
  input: () => z.object({ path: z.string().optional(), depth: z.int().min(1).max(20).optional() }),
  aliases: ['list_files', 'list_dir', 'list_directory', 'file_list', 'get_structure', 'tree', 'dir', 'list'],
  argAliases: { ...PATH_ALIASES, max_depth: 'depth', levels: 'depth' },
  coerce: ({ recursive, ...raw }) => (raw.depth === undefined && String(recursive) === 'true' ? { ...raw, depth: 5 } : raw),
  set: 'core',
  kind: 'read',
  access: ({ path }) => [{ kind: 'read', path: path ?? '.' }],
  run: async ({ path, depth = DEFAULT_DEPTH }, context) => {
    const folder = context.files.resolve(path === undefined || path === '' ? '.' : path, 'list');
    const stats = (await context.files.stat(folder)) ?? (await failMissing(folder, context));
    const name = context.files.display(folder);
    if (stats.kind === 'file') return { text: `${name} is a file, ${sizeText(stats.size)}`, data: { entries: [{ path: name, size: stats.size }] } };
    const relative = fromRoot(folder, context);
    const tree = buildTree(await listProjectFiles(context, relative), relative);
    await addEmptyFolders(tree, relative, context);
    const lines: string[] = [];
    render({ node: tree, path: relative, indent: '', depth }, lines, context);
    if (lines.length === 0) return { text: `${name === '.' ? 'the folder' : name} is empty`, data: { entries: 0 } };
    return { text: truncateLines(lines.join('\n'), context.budget, 'list one of the folders, or use glob'), data: { path: name, entries: lines.length } };
  },
});

interface Folder {
  folders: Map<string, Folder>;
  files: string[];
  /** Files in it and below. */
  total: number;
}

function buildTree(files: readonly string[], below: string): Folder {
  const top: Folder = { folders: new Map(), files: [], total: 0 };
  for (const file of files) {
    const parts = (below === '' ? file : file.slice(below.length + 1)).split('/');
    const name = parts.pop() ?? '';
    let node = top;
    node.total++;
    for (const part of parts) {
      const next: Folder = node.folders.get(part) ?? { folders: new Map(), files: [], total: 0 };
      node.folders.set(part, next);
      node = next;
      node.total++;
    }
    node.files.push(name);
  }
  return top;
}

/** Folders without files are known only to the disk; ignored ones stay out because they hold files that are not listed. */
async function addEmptyFolders(tree: Folder, relative: string, context: ToolContext): Promise<void> {
  const entries = await readdir(join(context.root, relative), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isDirectory() || tree.folders.has(entry.name)) continue;
    const inner = await readdir(join(context.root, relative, entry.name)).catch(() => ['unreadable']);
    if (inner.length === 0) tree.folders.set(entry.name, { folders: new Map(), files: [], total: 0 });
  }
}

function render({ node, path, indent, depth }: { node: Folder; path: string; indent: string; depth: number }, lines: string[], context: ToolContext): void {
  for (const [name, folder] of [...node.folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (lines.length > MAX_ENTRIES) return;
    lines.push(`${indent}${name}/ (${folder.total} ${folder.total === 1 ? 'file' : 'files'})`);
    if (depth > 1) render({ node: folder, path: path === '' ? name : `${path}/${name}`, indent: `${indent}  `, depth: depth - 1 }, lines, context);
  }
  const overlay = context.files.overlay();
  for (const name of node.files.sort()) {
    if (lines.length > MAX_ENTRIES) return;
    const absolute = join(context.root, path, name);
    const size = overlay.get(absolute)?.length ?? statSync(absolute, { throwIfNoEntry: false })?.size;
    lines.push(`${indent}${name}${size === undefined ? '' : ` ${sizeText(size)}`}`);
  }
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 'B';
  for (const next of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
