import type { GraphFile } from '../../contract/context.js';

/** A file that more than so many others import is a hub. */
const HUB = 5;
const ENTRY_NAME =
  /(?:^|\/)(?:main|__main__|index|cli|app|server|manage|wsgi|asgi|program)\.[a-z]+$|(?:^|\/)(?:bin|cmd)\/|(?:^|\/)[A-Z]\w*Application\.(?:java|kt)$/i;
const ENTRY_START = /(?:^|\/)(?:main|__main__|manage|wsgi|asgi|program)\.[a-z]+$|(?:^|\/)(?:bin|cmd)\/[^/]+\.[a-z]+$/i;

/** Both directions of the import edges, sorted by path. Targets that are not files of the project are dropped. */
export function buildGraph(edges: ReadonlyMap<string, readonly string[]>): GraphFile[] {
  const files = new Map<string, GraphFile>([...edges.keys()].sort().map((path) => [path, { path, imports: [], importers: [] }]));
  for (const file of files.values()) {
    for (const target of edges.get(file.path) ?? []) {
      const other = files.get(target);
      if (!other) continue;
      file.imports.push(target);
      other.importers.push(file.path);
    }
  }
  return [...files.values()];
}

/** A file with how many it imports and how many import it. */
export interface Linked {
  path: string;
  imports: { readonly length: number };
  importers: { readonly length: number };
}

export function findHubs(graph: readonly Linked[]): Array<{ path: string; importers: number }> {
  return graph
    .filter(({ importers }) => importers.length > HUB)
    .map(({ path, importers }) => ({ path, importers: importers.length }))
    .sort((a, b) => b.importers - a.importers || (a.path < b.path ? -1 : 1));
}

/** `isSource` keeps tests and documents out. */
export function findEntryPoints(graph: readonly Linked[], isSource: (path: string) => boolean): string[] {
  return graph
    .filter(
      ({ path, imports, importers }) => (ENTRY_START.test(path) || (importers.length === 0 && (imports.length > 0 || ENTRY_NAME.test(path)))) && isSource(path),
    )
    .map(({ path }) => path);
}

/** Strongly connected groups of more than one file (Tarjan 1972, without recursion). */
export function findCycles(graph: readonly GraphFile[]): string[][] {
  const byPath = new Map(graph.map((file) => [file.path, file]));
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  for (const { path: start } of graph) {
    if (order.has(start)) continue;
    const work: Array<{ path: string; next: number }> = [{ path: start, next: 0 }];
    for (let frame = work[work.length - 1]; frame; frame = work[work.length - 1]) {
      const { path } = frame;
      if (frame.next === 0 && !order.has(path)) {
        order.set(path, order.size);
        low.set(path, order.get(path) ?? 0);
        stack.push(path);
        onStack.add(path);
      }
      const target = byPath.get(path)?.imports[frame.next++];
      if (target !== undefined) {
        if (!order.has(target)) work.push({ path: target, next: 0 });
        else if (onStack.has(target)) low.set(path, Math.min(low.get(path) ?? 0, order.get(target) ?? 0));
        continue;
      }
      work.pop();
      const parent = work[work.length - 1];
      if (parent) low.set(parent.path, Math.min(low.get(parent.path) ?? 0, low.get(path) ?? 0));
      if (low.get(path) !== order.get(path)) continue;
      const group = stack.splice(stack.indexOf(path));
      for (const member of group) onStack.delete(member);
      if (group.length > 1) cycles.push(startAtFirst(group));
    }
  }
  return cycles.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

/** All files that import a file, directly or not, nearest first. */
export function findImpact(graph: readonly GraphFile[], path: string): Array<{ path: string; distance: number }> {
  const byPath = new Map(graph.map((file) => [file.path, file]));
  const distance = new Map([[path, 0]]);
  const waiting = [path];
  for (const next of waiting) {
    for (const importer of byPath.get(next)?.importers ?? []) {
      if (distance.has(importer)) continue;
      distance.set(importer, (distance.get(next) ?? 0) + 1);
      waiting.push(importer);
    }
  }
  return waiting.slice(1).map((found) => ({ path: found, distance: distance.get(found) ?? 1 }));
}

function startAtFirst(group: readonly string[]): string[] {
  return [...group].sort();
}
