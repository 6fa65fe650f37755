import { sliceWhole } from '../../lib/truncate.js';
import type { TestFailure, TestReport } from './report.js';

const MESSAGE_LINES = 14;

/** Failures first, each with its place and the head of its message; the counts are on the first line. */
export function describeReport(report: TestReport, command: string, budget: number): string {
  const { passed, failed, skipped, failures } = report;
  const counts = [failed > 0 ? `${failed} failed` : '', `${passed} passed`, skipped > 0 ? `${skipped} skipped` : ''].filter((part) => part !== '').join(', ');
  const head = `${failed > 0 ? 'FAILED' : passed + skipped === 0 ? 'NO TESTS' : 'PASSED'}: ${counts} (${command})`;
  const pieces = [head];
  let room = budget - head.length - 60;
  for (const [index, each] of failures.entries()) {
    const piece = describeFailure(each);
    if (piece.length > room && index > 0) {
      pieces.push(`… ${failures.length - index} more failures (use path or filter)`, ...failures.slice(index, index + 20).map((left) => `✗ ${left.name}`));
      break;
    }
    pieces.push(sliceWhole(piece, Math.max(200, room)));
    room -= piece.length + 1;
  }
  return pieces.join('\n');
}

function describeFailure({ name, file, line, message }: TestFailure): string {
  const place = file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;
  const lines = message.split('\n').filter((each) => !/^\s+at .*(node:internal|node_modules)|^\s*$/.test(each));
  const shown = lines.slice(0, MESSAGE_LINES).map((each) => `    ${each}`);
  if (lines.length > MESSAGE_LINES) shown.push(`    … ${lines.length - MESSAGE_LINES} more lines`);
  return [`✗ ${name}${place}`, ...shown].join('\n');
}

/** The end of an output: runners say last what matters. */
export function tail(text: string, room: number): string {
  const trimmed = text.trim();
  if (trimmed.length <= room) return trimmed || '(no output)';
  const cut = trimmed.slice(-Math.max(room, 500));
  const from = cut.indexOf('\n') + 1;
  return `… ${trimmed.length - cut.length + from} characters before this\n${cut.slice(from)}`;
}
