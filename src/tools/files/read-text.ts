import { ToolError } from '../../contract/error.js';
import type { ToolContext } from '../../contract/tool.js';
import { failMissing } from './missing-file.js';
import { decodeText } from './text-encoding.js';

export interface ReadText {
  name: string;
  content: Buffer;
  text: string;
  binary: boolean;
}

/** A whole file as text, for tools that need all of it; folders and missing files are told to the model. */
export async function readText(path: string, context: ToolContext): Promise<ReadText> {
  const file = context.files.resolve(path, 'read');
  const stats = (await context.files.stat(file)) ?? (await failMissing(file, context));
  const name = context.files.display(file);
  if (stats.kind === 'directory') throw new ToolError('failed', `${name} is a folder; give the path of a file`);
  const content = await context.files.read(file);
  const decoded = decodeText(content);
  return { name, content, text: decoded?.text ?? '', binary: decoded === undefined };
}
