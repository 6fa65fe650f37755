import { z } from 'zod';
import { ToolError } from '../../contract/error.js';

/** nbformat 4 (nbformat.readthedocs.io, "The Notebook file format"). Only what the tools look at. */
const lines = z.union([z.string(), z.array(z.string())]);
const output = z.looseObject({
  output_type: z.string(),
  text: lines.optional(),
  data: z.record(z.string(), z.unknown()).optional(),
  ename: z.string().optional(),
  evalue: z.string().optional(),
});
const cell = z.looseObject({
  cell_type: z.string(),
  id: z.string().optional(),
  source: lines,
  outputs: z.array(output).optional(),
  execution_count: z.number().nullish(),
});
const notebook = z.looseObject({ nbformat: z.number(), nbformat_minor: z.number(), cells: z.array(cell) });

export type Notebook = z.output<typeof notebook>;
export type NotebookCell = z.output<typeof cell>;

export function parseNotebook(text: string, path: string): Notebook {
  let raw: unknown;
  try {
    raw = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new ToolError('failed', `${path} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = notebook.safeParse(raw);
  const version = (raw as { nbformat?: unknown } | null)?.nbformat;
  if (typeof version === 'number' && version < 4)
    throw new ToolError('failed', `${path} is nbformat ${version}; only version 4 is read. Convert it: jupyter nbconvert --to notebook`);
  if (!parsed.success) throw new ToolError('failed', `${path} is not a notebook: ${z.prettifyError(parsed.error).split('\n').slice(0, 2).join(' ')}`);
  return parsed.data;
}

export function sourceOf(value: string | string[]): string {
  return Array.isArray(value) ? value.join('') : value;
}

/** Lines as nbformat keeps them: each with its line end, the last without an empty one. */
export function toLines(source: string): string[] {
  return source.split(/(?<=\n)/).filter((line) => line !== '');
}

const OUTPUT_ROOM = 600;

/** A cell for the model: its number, kind, source, and a short form of its outputs; images only by name. */
export function describeCell(each: NotebookCell, index: number, withOutputs: boolean): string {
  const run = each.cell_type === 'code' && each.execution_count ? ` run ${each.execution_count}` : '';
  const outputs = withOutputs ? (each.outputs ?? []).map(describeOutput).filter((text) => text !== '') : [];
  return [`--- cell ${index} ${each.cell_type}${run} ---`, sourceOf(each.source), ...outputs.map((text) => `> ${text.replaceAll('\n', '\n> ')}`)].join('\n');
}

function describeOutput(each: z.output<typeof output>): string {
  if (each.output_type === 'error') return `error ${each.ename ?? ''}: ${each.evalue ?? ''}`;
  const plain = each.text ?? each.data?.['text/plain'];
  const text =
    typeof plain === 'string' || (Array.isArray(plain) && plain.every((line) => typeof line === 'string')) ? sourceOf(plain as string | string[]) : '';
  const others = Object.keys(each.data ?? {}).filter((type) => type !== 'text/plain');
  const shown = text.trimEnd().length > OUTPUT_ROOM ? `${text.slice(0, OUTPUT_ROOM)}… (${text.length} characters)` : text.trimEnd();
  return [shown, ...others.map((type) => `(${type})`)].filter((part) => part !== '').join('\n');
}
