import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import { countChanges } from '../../lib/unified-diff.js';
import { CONTENT_ALIASES, PATH_ALIASES } from '../arg-aliases.js';
import { describeDiff, diffText } from './change-report.js';
import { findElision } from './edit/elision.js';
import { withEndingsOf } from './edit/line-endings.js';
import { refuseLink } from './refuse-link.js';
import { newSyntaxErrors } from './syntax-feedback.js';
import { type DecodedText, decodeText, encodeText } from './text-encoding.js';

export const write = defineTool({
  name: 'write',
  description: 'Create or replace a whole file',
  input: () => z.object({ path: z.string().min(1), content: z.string() }),
  aliases: ['file_write', 'write_file', 'create_file', 'write_to_file', 'save_file', 'new_file'],
  argAliases: { ...PATH_ALIASES, ...CONTENT_ALIASES },
  set: 'core',
  kind: 'edit',
  access: ({ path }) => [{ kind: 'write', path }],
  preview: async ({ path, content }, context) => {
    const plan = await planWrite(path, content, context);
    const { name, before, text } = plan;
    return {
      path: name,
      diff: await diffText(name, before?.text, text),
      after: text,
      encode: (edited) => encodeText(withEndingsOf(before?.text ?? '', edited), before ?? { encoding: 'utf-8', bom: content.startsWith('\ufeff') }),
    };
  },
  run: async ({ path, content }, context) => {
    const plan = await planWrite(path, content, context);
    await context.files.write(plan.file, plan.bytes);
    context.files.markSeen(plan.file, plan.bytes);
    const errors = await newSyntaxErrors(plan.name, plan.before?.text ?? '', plan.text, context);
    const lines = plan.text === '' ? 0 : plan.text.split('\n').length - (plan.text.endsWith('\n') ? 1 : 0);
    const counts = await countChanges(plan.before?.text ?? '', plan.text);
    const data = { path: plan.name, kind: plan.exists ? 'modified' : 'created', lines, ...counts };
    if (!plan.exists) return { text: `created ${plan.name} (${lines} lines)${errors}`, data };
    const diff = await diffText(plan.name, plan.before?.text, plan.text);
    return { text: `wrote ${plan.name} (${lines} lines)\n${describeDiff(diff, context.budget)}${errors}`, data: { ...data, diff } };
  },
});

interface WritePlan {
  file: string;
  name: string;
  exists: boolean;
  before?: DecodedText;
  text: string;
  bytes: Buffer;
}

async function planWrite(path: string, content: string, context: ToolContext): Promise<WritePlan> {
  await refuseLink(path, context);
  const file = context.files.resolve(path, 'write');
  const name = context.files.display(file);
  const stats = await context.files.stat(file);
  if (stats?.kind === 'directory') throw new ToolError('failed', `${name} is a folder; give the path of a file`);
  const old = stats ? await context.files.read(file) : undefined;
  const before = old && decodeText(old);
  const elision = findElision(content, before?.text ?? '');
  if (elision)
    throw new ToolError(
      'elided_content',
      `line ${elision.line} leaves code out ("${elision.text}"); write the whole content, or use edit for the part that changes`,
    );
  if (old && before) refuseLoss(name, before.text, content, context.files.seen(file, old));
  // A file keeps its encoding and its mark; its line endings are those the model writes, unless all of it had CRLF.
  const text = keepLineEndings(content.replace(/^\ufeff/, ''), before?.text);
  const bytes = encodeText(text, before ?? { encoding: 'utf-8', bom: content.startsWith('\ufeff') });
  return { file, name, exists: stats !== undefined, text, bytes, ...(before ? { before } : {}) };
}

/** Replacing a file by less than half of it, unread, is nearly always a mistake; so is replacing one that changed meanwhile. */
function refuseLoss(name: string, before: string, content: string, seen: 'unread' | 'stale' | 'fresh'): void {
  if (seen === 'stale') throw new ToolError('stale_file', `${name} changed on disk since you read it; read it again, then write`);
  if (seen === 'unread' && before.length > 200 && content.length < before.length / 2) {
    throw new ToolError(
      'rejected',
      `${name} has ${before.length} characters and you have not read it; this would leave ${content.length}. Read it first, or use edit`,
    );
  }
}

function keepLineEndings(content: string, before: string | undefined): string {
  const isWindows = before?.includes('\r\n') && !/(^|[^\r])\n/.test(before);
  return isWindows && !content.includes('\r\n') ? content.replaceAll('\n', '\r\n') : content;
}
