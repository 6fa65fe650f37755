import { z } from 'zod';
import { defineTool } from '../../contract/tool.js';
import { truncateLines } from '../../lib/truncate.js';
import { diffHunks } from '../../lib/unified-diff.js';
import { readText } from './read-text.js';

export const diff = defineTool({
  name: 'diff',
  description: 'Show how two files differ',
  input: () => z.object({ a: z.string().min(1), b: z.string().min(1) }),
  aliases: ['diff_files', 'compare_files', 'file_diff'],
  argAliases: {
    file1: 'a',
    file2: 'b',
    path1: 'a',
    path2: 'b',
    old: 'a',
    new: 'b',
    path_a: 'a',
    path_b: 'b',
    first: 'a',
    second: 'b',
    from: 'a',
    to: 'b',
    left: 'a',
    right: 'b',
  },
  set: 'files',
  kind: 'read',
  access: ({ a, b }) => [
    { kind: 'read', path: a },
    { kind: 'read', path: b },
  ],
  run: async ({ a, b }, context) => {
    const [left, right] = [await readText(a, context), await readText(b, context)];
    if (left.binary || right.binary) {
      const same = left.content.equals(right.content);
      return { text: `${left.name} and ${right.name} are binary and ${same ? 'the same' : 'differ'}`, data: { same } };
    }
    const hunks = await diffHunks(left.text, right.text);
    if (hunks === '') return { text: `${left.name} and ${right.name} are the same`, data: { same: true } };
    const text = `--- ${left.name}\n+++ ${right.name}\n${hunks.trimEnd()}`;
    return { text: truncateLines(text, context.budget, 'read the files for the rest'), data: { same: false, diff: text } };
  },
});
