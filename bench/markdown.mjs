// The rows of the benchmark as a table, and the part of docs/BENCHMARKS.md that is written by `npm run bench -- --markdown`.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';

const PAGE = new URL('../docs/BENCHMARKS.md', import.meta.url);
const PART = /(<!-- figures: begin -->\n)[\s\S]*(<!-- figures: end -->)/;

export function markdownTable(rows) {
  const cells = rows.map(({ figure, value, reference = '', ratio, goal = '', ok, note = '' }) => [
    figure,
    value,
    [reference, ratio === undefined ? '' : `× ${ratio.toFixed(2)}`].filter(Boolean).join(': '),
    goal,
    ok === undefined ? '' : ok ? 'met' : '**missed**',
    note,
  ]);
  const table = [['figure', 'measured', 'reference in the same run', 'goal', '', 'note'], ...cells];
  const widths = table[0].map((_, column) => Math.max(3, ...table.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(table[0]), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...table.slice(1).map(line)].join('\n');
}

export function writeMarkdown(rows) {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${release()}, Node ${process.version}`;
  const text = `Measured ${new Date().toISOString().slice(0, 10)} on ${machine}.\n\n${markdownTable(rows)}\n`;
  writeFileSync(
    PAGE,
    readFileSync(PAGE, 'utf8').replace(PART, (_, begin, end) => `${begin}${text}${end}`),
  );
}
