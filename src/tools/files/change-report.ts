import { truncateLines } from '../../lib/truncate.js';
import { diffHunks } from '../../lib/unified-diff.js';

/** A unified diff with headers, for approvals and results; empty when nothing changes. */
export async function diffText(name: string, before: string | undefined, after: string): Promise<string> {
  const hunks = await diffHunks((before ?? '').replaceAll('\r\n', '\n'), after.replaceAll('\r\n', '\n'));
  return hunks === '' ? '' : `--- ${before === undefined ? '/dev/null' : name}\n+++ ${name}\n${hunks}`;
}

/** The diff as part of a result: the model knows most of it already, so a long one is cut. */
export function describeDiff(diff: string, budget: number): string {
  const body = diff.replace(/^--- .*\n\+\+\+ .*\n/, '').trimEnd();
  return truncateLines(body, Math.min(4000, Math.floor(budget / 2)), 'use read to see the rest');
}
