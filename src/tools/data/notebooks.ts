import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import type { Access } from '../../contract/security.js';
import { defineTool } from '../../contract/tool.js';
import { describeCell, type Notebook, parseNotebook, sourceOf, toLines } from './notebook.js';
import { indentOf } from './value-text.js';

const ARG_ALIASES = { file: 'path', file_path: 'path', notebook_path: 'path', cell_number: 'cell', cell_index: 'cell', index: 'cell' };

/** `notebook_read`: cells with their sources; outputs short, images only named. */
export const notebookRead = defineTool({
  name: 'notebook_read',
  description: 'Cells of a Jupyter notebook.',
  input: () => z.object({ path: z.string().min(1), cell: z.int().min(0).optional().describe('from 0; all if absent'), outputs: z.boolean().default(true) }),
  set: 'data',
  kind: 'read',
  aliases: ['read_notebook'],
  argAliases: ARG_ALIASES,
  access: ({ path }) => [{ kind: 'read', path }],
  async run({ path, cell, outputs }, context) {
    const content = await context.files.read(context.files.resolve(path, 'read'));
    const notebook = parseNotebook(content.toString('utf8'), path);
    if (cell !== undefined) checkCell(notebook, cell, notebook.cells.length - 1);
    const cells = notebook.cells.map((each, index) => ({ each, index })).filter(({ index }) => cell === undefined || index === cell);
    const text = cells.map(({ each, index }) => describeCell(each, index, outputs)).join('\n\n');
    return {
      text: text || 'The notebook has no cells.',
      data: { cells: cells.map(({ each, index }) => ({ cell: index, type: each.cell_type, source: sourceOf(each.source) })) },
    };
  },
});

const editInput = () =>
  z.object({
    path: z.string().min(1),
    cell: z.int().min(0).describe('from 0'),
    action: z.enum(['replace', 'insert', 'delete']).default('replace'),
    source: z.string().optional(),
    type: z.enum(['code', 'markdown', 'raw']).optional(),
  });

/** `notebook_edit`: one cell is replaced, inserted before that number, or deleted; all other bytes stay. A replaced code cell loses its old outputs. */
export const notebookEdit = defineTool({
  name: 'notebook_edit',
  description: 'Replace, insert (before) or delete a notebook cell.',
  input: editInput,
  set: 'data',
  kind: 'edit',
  aliases: ['edit_notebook'],
  argAliases: { ...ARG_ALIASES, new_source: 'source', content: 'source', cell_type: 'type', edit_mode: 'action', mode: 'action' },
  access: ({ path }): Access[] => [
    { kind: 'read', path },
    { kind: 'write', path },
  ],
  async run(args, context) {
    const file = context.files.resolve(args.path, 'write');
    const before = (await context.files.read(file)).toString('utf8');
    const after = await editNotebook(before, args);
    const content = Buffer.from(after, 'utf8');
    await context.files.write(file, content);
    context.files.markSeen(file, content);
    const { cells } = parseNotebook(after, args.path);
    const done = { replace: 'Replaced', insert: 'Inserted', delete: 'Deleted' }[args.action];
    return { text: `${done} cell ${args.cell} of ${args.path}; it has ${cells.length} cells now.`, data: { cells: cells.length } };
  },
});

/** The notebook's text after the change. Pure but for a new cell's id. */
export async function editNotebook(text: string, args: z.output<ReturnType<typeof editInput>>): Promise<string> {
  const notebook = parseNotebook(text, args.path);
  const { cell, action, source } = args;
  checkCell(notebook, cell, action === 'insert' ? notebook.cells.length : notebook.cells.length - 1);
  if (action !== 'delete' && source === undefined) throw new ToolError('invalid_args', 'source is missing: the text of the cell');
  const { modify, applyEdits } = await import('jsonc-parser');
  const bom = text.startsWith('\ufeff') ? '\ufeff' : '';
  const { tabs, size } = indentOf(text);
  const formattingOptions = { insertSpaces: !tabs, tabSize: size, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  const ascii = /^[\x00-\x7f]*$/.test(text) && /\\u[0-9a-f]{4}/i.test(text);
  let body = text.slice(bom.length);
  const set = (path: Array<string | number>, value: unknown, isArrayInsertion = false): void => {
    const edits = modify(body, path, value, { formattingOptions, isArrayInsertion });
    body = applyEdits(body, ascii ? edits.map((edit) => ({ ...edit, content: escapeNonAscii(edit.content) })) : edits);
  };
  const old = notebook.cells[cell];
  if (action === 'delete') set(['cells', cell], undefined);
  else if (action === 'insert') set(['cells', cell], newCell(notebook, source ?? '', args.type ?? 'code'), true);
  else if (old && args.type !== undefined && args.type !== old.cell_type) {
    const { metadata = {} } = old;
    set(['cells', cell], { ...newCell(notebook, source ?? '', args.type), ...(old.id === undefined ? {} : { id: old.id }), metadata });
  } else if (old) {
    set(['cells', cell, 'source'], Array.isArray(old.source) ? toLines(source ?? '') : (source ?? ''));
    if (old.outputs && old.outputs.length > 0) set(['cells', cell, 'outputs'], []);
    if (old.cell_type === 'code' && old.execution_count != null) set(['cells', cell, 'execution_count'], null);
  }
  return bom + body;
}

function newCell({ nbformat_minor }: Notebook, source: string, type: string) {
  // Cell ids came with nbformat 4.5.
  const id = nbformat_minor >= 5 ? { id: randomBytes(4).toString('hex') } : {};
  const common = { cell_type: type, ...id, metadata: {}, source: toLines(source) };
  return type === 'code' ? { ...common, execution_count: null, outputs: [] } : common;
}

function checkCell({ cells }: Notebook, cell: number, last: number): void {
  if (cell > last)
    throw new ToolError(
      'not_found',
      cells.length === 0 ? 'The notebook has no cells; insert one at 0.' : `There is no cell ${cell}; cells are 0 to ${cells.length - 1}.`,
    );
}

function escapeNonAscii(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
