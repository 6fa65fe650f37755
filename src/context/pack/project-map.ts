import { neutral } from './file-block.js';

export interface MapFacts {
  paths: readonly string[];
  hubs: ReadonlyArray<{ path: string; importers: number }>;
  entryPoints: readonly string[];
}

const MOST_FOLDERS = 24;

/** A short picture of the project: folders with their number of files, hubs, entry points. At most `most` characters. */
export function projectMap({ paths, hubs, entryPoints }: MapFacts, most: number): string {
  if (paths.length === 0) return '';
  const lines = [
    `${paths.length} files`,
    ...folderLines(paths),
    ...(entryPoints.length > 0 ? [`entry points: ${entryPoints.slice(0, 6).join(', ')}`] : []),
    ...(hubs.length > 0
      ? [
          `imported most: ${hubs
            .slice(0, 6)
            .map(({ path, importers }) => `${path} (${importers})`)
            .join(', ')}`,
        ]
      : []),
  ];
  const kept: string[] = [];
  let size = '<project_map>\n</project_map>\n'.length;
  for (const line of lines.map((text) => neutral(text.replace(/[\r\n]/g, ' ')))) {
    if (size + line.length + 1 > most) break;
    size += line.length + 1;
    kept.push(line);
  }
  return kept.length > 1 || paths.length < 20 ? `<project_map>\n${kept.join('\n')}\n</project_map>\n` : '';
}

/** Folders of the first two levels, the fullest first, then in the order of their names. */
function folderLines(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  const count = (folder: string): void => void counts.set(folder, (counts.get(folder) ?? 0) + 1);
  const top: string[] = [];
  for (const path of paths) {
    const first = path.indexOf('/') + 1;
    if (first === 0) {
      top.push(path);
      continue;
    }
    count(path.slice(0, first));
    const second = path.indexOf('/', first) + 1;
    if (second > 0) count(path.slice(0, second));
  }
  const folders = [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_FOLDERS)
    .sort((a, b) => (a[0] < b[0] ? -1 : 1))
    .map(([folder, count]) => `${folder} ${count}`);
  return [...folders, ...(top.length > 0 ? [`at the root: ${top.slice(0, 16).join(', ')}${top.length > 16 ? ', …' : ''}`] : [])];
}
