import { z } from 'zod';
import type { GraphFile } from '../../contract/context.js';
import { defineTool, type ToolContext } from '../../contract/tool.js';

const VIEWS = ['overview', 'structure', 'dependencies', 'cycles', 'hubs', 'diagram'] as const;

/** `architecture`: what the import graph tells about the project, by folder; the diagram is mermaid. */
export const architecture = defineTool({
  name: 'architecture',
  description: 'The project at a glance.',
  input: () => z.object({ view: z.enum(VIEWS).default('overview') }),
  set: 'analysis',
  kind: 'read',
  aliases: ['architect', 'project_structure', 'analyze_architecture'],
  argAliases: { action: 'view', type: 'view' },
  access: () => [{ kind: 'read', path: '.' }],
  async run({ view }, context) {
    return { text: await VIEW[view](context) };
  },
});

const VIEW: Record<(typeof VIEWS)[number], (context: ToolContext) => Promise<string>> = {
  async overview(context) {
    const { index, signal } = context;
    const files = await index.files(signal);
    const [entries, hubs, cycles] = [await index.entryPoints(signal), await index.hubs(signal), await index.cycles(signal)];
    return [
      `${files.length} files; ${languages(files)}`,
      `entry points: ${some(entries, 10)}`,
      `hubs: ${some(
        hubs.map(({ path, importers }) => `${path} (${importers} importers)`),
        8,
      )}`,
      `import cycles: ${cycles.length}`,
      'folders:',
      ...folders(files)
        .slice(0, 15)
        .map(([folder, count]) => `  ${folder}/ ${count}`),
    ].join('\n');
  },
  async structure(context) {
    const all = folders(await context.index.files(context.signal), 3);
    return all.length === 0
      ? 'no folders'
      : all
          .map(([folder, count]) => `${'  '.repeat(folder.split('/').length - 1)}${folder}/ ${count} ${count === 1 ? 'file' : 'files'}`)
          .sort()
          .join('\n');
  },
  async dependencies(context) {
    const edges = folderEdges(await context.index.graph(context.signal));
    return edges.length === 0 ? 'No imports between folders.' : edges.map(({ from, to, count }) => `${from} -> ${to} (${count})`).join('\n');
  },
  async cycles(context) {
    const cycles = await context.index.cycles(context.signal);
    return cycles.length === 0
      ? 'No import cycles.'
      : cycles.map((group) => (group.length > 6 ? `${group.length} files: ${some(group, 12)}` : [...group, group[0]].join(' -> '))).join('\n');
  },
  async hubs(context) {
    const hubs = await context.index.hubs(context.signal);
    return hubs.length === 0 ? 'No hubs (files that more than five others import).' : hubs.map(({ path, importers }) => `${importers}\t${path}`).join('\n');
  },
  async diagram(context) {
    return diagram(folderEdges(await context.index.graph(context.signal)));
  },
};

export interface FolderEdge {
  from: string;
  to: string;
  count: number;
}

/** Imports between folders (two levels deep), most first. Pure. */
export function folderEdges(graph: readonly GraphFile[]): FolderEdge[] {
  const counts = new Map<string, FolderEdge>();
  for (const file of graph) {
    for (const target of file.imports) {
      const [from, to] = [folderOf(file.path, 2), folderOf(target, 2)];
      if (from === to) continue;
      const key = `${from}\0${to}`;
      const edge = counts.get(key) ?? { from, to, count: 0 };
      edge.count += 1;
      counts.set(key, edge);
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}

const MOST_EDGES = 60;

/** A mermaid flowchart. Labels are quoted, so a folder's name cannot change the diagram. Pure. */
export function diagram(edges: readonly FolderEdge[]): string {
  const shown = edges.slice(0, MOST_EDGES);
  const names = [...new Set(shown.flatMap(({ from, to }) => [from, to]))].sort();
  const id = (name: string): string => `n${names.indexOf(name)}`;
  const label = (name: string): string => name.replace(/["\n\r#;<>`]/g, ' ');
  return [
    '```mermaid',
    'flowchart LR',
    ...names.map((name) => `  ${id(name)}["${label(name)}"]`),
    ...shown.map(({ from, to, count }) => `  ${id(from)} -->|${count}| ${id(to)}`),
    '```',
  ].join('\n');
}

function folderOf(path: string, depth: number): string {
  return path.split('/').slice(0, -1).slice(0, depth).join('/') || '.';
}

/** Folders to `depth` levels with the number of files below them, most files first. */
function folders(files: readonly string[], depth = 2): Array<[string, number]> {
  const counts = new Map<string, number>();
  for (const file of files) {
    const parts = file.split('/').slice(0, -1).slice(0, depth);
    for (let level = 1; level <= parts.length; level += 1) {
      const folder = parts.slice(0, level).join('/');
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}

function languages(files: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    const ending = /\.([A-Za-z0-9]+)$/.exec(file)?.[1]?.toLowerCase();
    if (ending) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return some(
    [...counts].sort((a, b) => b[1] - a[1]).map(([ending, count]) => `${count} .${ending}`),
    8,
  );
}

function some(items: readonly string[], most: number): string {
  if (items.length === 0) return 'none';
  return items.slice(0, most).join(', ') + (items.length > most ? ` … ${items.length - most} more` : '');
}
