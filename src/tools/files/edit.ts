import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import { countChanges } from '../../lib/unified-diff.js';
import { PATH_ALIASES } from '../arg-aliases.js';
import { describeDiff, diffText } from './change-report.js';
import { describeBinary } from './describe-binary.js';
import { type AppliedEdits, applyEdits } from './edit/apply-edits.js';
import { coerceEditArgs } from './edit/edit-args.js';
import { withEndingsOf } from './edit/line-endings.js';
import { failMissing } from './missing-file.js';
import { refuseLink } from './refuse-link.js';
import { newSyntaxErrors } from './syntax-feedback.js';
import { type DecodedText, decodeText, encodeText } from './text-encoding.js';

const requestedEdit = () =>
  z
    .object({
      old_text: z.string().optional(),
      new_text: z.string(),
      all: z.boolean().optional(),
      start_line: z.int().optional(),
      end_line: z.int().optional(),
    })
    .refine((edit) => edit.old_text !== undefined || edit.start_line !== undefined, { path: ['old_text'], message: 'is missing' });

const text = { type: 'string' };

export const edit = defineTool({
  name: 'edit',
  description: 'Replace text in a file, old_text exactly as it stands there and unique. all: true replaces every occurrence',
  input: () => z.object({ path: z.string().min(1), edits: z.array(requestedEdit()) }),
  parameters: {
    type: 'object',
    properties: {
      path: text,
      edits: {
        type: 'array',
        items: { type: 'object', properties: { old_text: text, new_text: text, all: { type: 'boolean' } }, required: ['old_text', 'new_text'] },
      },
    },
    required: ['path', 'edits'],
  },
  aliases: [
    'edit_file',
    'file_edit',
    'edit_lines',
    'modify_file',
    'update_file',
    'str_replace',
    'replace',
    'search_replace',
    'replace_in_file',
    'multi_edit',
    'apply_diff',
  ],
  argAliases: PATH_ALIASES,
  coerce: coerceEditArgs,
  set: 'core',
  kind: 'edit',
  access: ({ path }) => [
    { kind: 'read', path },
    { kind: 'write', path },
  ],
  preview: async (args, context) => {
    const plan = await planEdit(args, context);
    const { name, before, applied } = plan;
    return {
      path: name,
      diff: await diffText(name, before.text, applied.text),
      after: applied.text,
      encode: (text) => encodeText(withEndingsOf(before.text, text), before),
    };
  },
  run: async (args, context) => {
    const plan = await planEdit(args, context);
    const { applied, before, file, name } = plan;
    await context.files.write(file, plan.bytes);
    context.files.markSeen(file, plan.bytes);
    const diff = await diffText(name, before.text, applied.text);
    const errors = await newSyntaxErrors(name, before.text, applied.text, context);
    const notes = applied.notes.map((note) => `note: ${note}\n`).join('');
    const counts = await countChanges(before.text, applied.text);
    return {
      text: `edited ${name}${applied.places > 1 ? ` (${applied.places} places)` : ''}\n${notes}${describeDiff(diff, context.budget)}${errors}`,
      data: { path: name, kind: 'modified', places: applied.places, ...counts, diff, ...(applied.notes.length > 0 ? { notes: applied.notes } : {}) },
    };
  },
});

interface EditPlan {
  file: string;
  name: string;
  before: DecodedText;
  applied: AppliedEdits;
  bytes: Buffer;
}

async function planEdit(args: { path: string; edits: ReadonlyArray<z.output<ReturnType<typeof requestedEdit>>> }, context: ToolContext): Promise<EditPlan> {
  await refuseLink(args.path, context);
  const file = context.files.resolve(args.path, 'write');
  const stats = (await context.files.stat(file)) ?? (await failMissing(file, context));
  const name = context.files.display(file);
  if (stats.kind === 'directory') throw new ToolError('failed', `${name} is a folder; give the path of a file`);
  const content = await context.files.read(file);
  const before = decodeText(content);
  if (!before) throw new ToolError('failed', `${describeBinary(name, content)}; it cannot be edited`);
  if (context.files.seen(file, content) === 'stale') {
    throw new ToolError('stale_file', `${name} changed on disk since you read it; read it again, then edit`);
  }
  const applied = applyEdits(name, before.text, args.edits);
  if (applied.text === before.text) throw new ToolError('invalid_args', `the edits change nothing in ${name}`);
  return { file, name, before, applied, bytes: encodeText(applied.text, before) };
}
