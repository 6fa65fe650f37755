import { ToolError } from '../../../contract/error.js';
import type { TextEdit } from './types.js';

/** An edit as it may come in: by text, or by the numbers of whole lines. */
export interface RequestedEdit {
  old_text?: string;
  new_text: string;
  all?: boolean;
  start_line?: number;
  end_line?: number;
}

/** Where an edit names lines instead of text: their place. Lines count from 1, both ends belong to it. */
export function rangePlace(name: string, original: string, edit: RequestedEdit): { start: number; end: number; text: string } {
  const starts = [0];
  for (let at = original.indexOf('\n'); at >= 0; at = original.indexOf('\n', at + 1)) starts.push(at + 1);
  if (starts.at(-1) === original.length && starts.length > 1) starts.pop();
  const first = edit.start_line ?? 1;
  const last = edit.end_line ?? first;
  if (first < 1 || last < first || last > starts.length) {
    throw new ToolError('invalid_args', `lines ${first} to ${last} are not in ${name}, which has ${starts.length} lines`);
  }
  const start = starts[first - 1] ?? 0;
  const end = starts[last] ?? original.length;
  const needsNewline = original.slice(start, end).endsWith('\n') && edit.new_text !== '' && !edit.new_text.endsWith('\n');
  return { start, end, text: needsNewline ? `${edit.new_text}\n` : edit.new_text };
}

export function isTextEdit(edit: RequestedEdit): edit is TextEdit {
  return edit.old_text !== undefined;
}
