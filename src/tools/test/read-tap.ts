import { failure, type ReadReport, type TestReport } from './report.js';

interface Point {
  indent: number;
  ok: boolean;
  name: string;
  directive: string;
  yaml: string[];
}

/** TAP as node:test writes it: nested points with a YAML block each (`node --test --test-reporter=tap`). */
export const readTap: ReadReport = ({ stdout }, folder) => {
  const points = readPoints(stdout);
  if (points.length === 0) return undefined;
  const report: TestReport = { passed: 0, failed: 0, skipped: 0, failures: [] };
  points.forEach((point, index) => {
    if (isParent(points, index) || field(point, 'type') === 'suite') return;
    if (/^(skip|todo)/i.test(point.directive)) report.skipped += 1;
    else if (point.ok) report.passed += 1;
    else {
      report.failed += 1;
      report.failures.push(describe(point, fullName(points, index), folder));
    }
  });
  return report;
};

function readPoints(output: string): Point[] {
  const points: Point[] = [];
  let block: { indent: number; point: Point } | undefined;
  for (const line of output.split('\n')) {
    const indent = line.length - line.trimStart().length;
    const text = line.trim();
    if (block) {
      if (text === '...' && indent === block.indent) block = undefined;
      else block.point.yaml.push(line.slice(block.indent));
      continue;
    }
    const last = points.at(-1);
    if (text === '---' && last && indent === last.indent + 2) {
      block = { indent, point: last };
      continue;
    }
    const match = /^(not )?ok \d+(?: - )?(.*?)(?: # (SKIP|TODO|skip|todo)(.*))?$/.exec(text);
    if (match) points.push({ indent, ok: match[1] === undefined, name: unescapeName(match[2] ?? ''), directive: match[3] ?? '', yaml: [] });
  }
  return points;
}

/** A point that sums up the deeper ones right before it. */
function isParent(points: readonly Point[], index: number): boolean {
  return (points[index - 1]?.indent ?? 0) > (points[index]?.indent ?? 0);
}

function fullName(points: readonly Point[], index: number): string {
  const names = [points[index]?.name ?? ''];
  let indent = points[index]?.indent ?? 0;
  for (const point of points.slice(index + 1)) {
    if (point.indent >= indent) continue;
    indent = point.indent;
    // The outermost point of a file carries its path.
    if (!/[\\/]|\.[cm]?[jt]sx?$/.test(point.name)) names.unshift(point.name);
    if (indent === 0) break;
  }
  return names.join(' > ');
}

function describe(point: Point, name: string, folder: string) {
  const message = [field(point, 'error'), field(point, 'stack')].filter((part) => part !== '').join('\n');
  const location = /^(.*?):(\d+)(?::\d+)?$/.exec(field(point, 'location'));
  return failure(name, message, folder, location ? { file: location[1], line: Number(location[2]) } : undefined);
}

/** A scalar or block of the point's YAML; enough for what node:test writes. */
function field(point: Point, key: string): string {
  const at = point.yaml.findIndex((line) => line.startsWith(`${key}:`));
  if (at < 0) return '';
  const value = (point.yaml[at] ?? '').slice(key.length + 1).trim();
  if (!/^[|>]/.test(value))
    return value
      .replace(/^(['"])([\s\S]*)\1$/, '$2')
      .replace(/\\\\/g, '\\')
      .replace(/''/g, "'");
  const lines: string[] = [];
  for (const line of point.yaml.slice(at + 1)) {
    if (line.trim() !== '' && !line.startsWith('  ')) break;
    lines.push(line.slice(2));
  }
  return lines.join('\n').trim();
}

function unescapeName(name: string): string {
  return name.replace(/\\([#\\])/g, '$1');
}
