import { z } from 'zod';
import { ToolError } from '../../contract/error.js';
import type { Access } from '../../contract/security.js';
import { defineTool, type ToolContext } from '../../contract/tool.js';
import type { DataDocument } from './document.js';
import { select, singlePath } from './select.js';
import { formatOf, guessFormat, intended, type Step, showPath, valueAt } from './value-text.js';

const input = () =>
  z.object({
    action: z.enum(['query', 'set', 'validate', 'convert']),
    path: z.string().min(1),
    query: z.string().optional().describe('JSONPath: $.a[0].b'),
    value: z.unknown().optional().describe('for set'),
    to: z.string().min(1).optional().describe('json, yaml or a new file'),
  });
type Args = z.output<ReturnType<typeof input>>;

const MAX_SIZE = 20_000_000;

/** `json_yaml`: JSONPath queries and changes in place that keep order, comments and every byte they do not mean. */
export const jsonYaml = defineTool({
  name: 'json_yaml',
  description: 'Query, set, validate or convert a JSON or YAML file.',
  input,
  set: 'data',
  kind: 'edit',
  aliases: ['json', 'yaml', 'jq', 'yq'],
  argAliases: { file: 'path', file_path: 'path', jsonpath: 'query', key: 'query', expression: 'query', format: 'to', output: 'to', operation: 'action' },
  coerce: (raw) => ({ ...raw, ...(ACTION_WORDS[String(raw.action)] ? { action: ACTION_WORDS[String(raw.action)] } : {}) }),
  access({ action, path, to }): Access[] {
    const read: Access = { kind: 'read', path };
    if (action === 'set') return [read, { kind: 'write', path }];
    return action === 'convert' && to !== undefined && !isFormatName(to) ? [read, { kind: 'write', path: to }] : [read];
  },
  async run(args, context) {
    const file = context.files.resolve(args.path, args.action === 'set' ? 'write' : 'read');
    const content = await context.files.read(file);
    if (content.length > MAX_SIZE) throw new ToolError('failed', `${args.path} has ${content.length} bytes; at most ${MAX_SIZE} are read.`);
    const text = content.toString('utf8');
    if (content.includes(0) || !Buffer.from(text, 'utf8').equals(content)) throw new ToolError('failed', `${args.path} is not UTF-8 text.`);
    const document = await open(args.path, text, args.action === 'validate');
    if (args.action === 'validate') return validate(document, args.path);
    refuseBroken(document, args.path);
    switch (args.action) {
      case 'query':
        return query(document, args.query ?? '$');
      case 'set':
        return set(document, args, context, file, text);
      case 'convert':
        return convert(document, args, context);
    }
  },
});

const ACTION_WORDS: Record<string, Args['action']> = {
  get: 'query',
  read: 'query',
  update: 'set',
  edit: 'set',
  write: 'set',
  check: 'validate',
  lint: 'validate',
};

async function open(path: string, text: string, validating: boolean): Promise<DataDocument> {
  if (guessFormat(path, text) === 'yaml') return (await import('./yaml-document.js')).readYaml(text);
  const comments = /\.(jsonc|json5|code-workspace)$|(^|[\\/])(tsconfig|jsconfig)[^\\/]*\.json$|[\\/]\.vscode[\\/]|(^|[\\/])\.(eslintrc|babelrc)/i.test(path);
  return (await import('./json-document.js')).readJson(text, validating && !comments);
}

function validate({ problems, format }: DataDocument, path: string) {
  if (problems.length === 0) return { text: `${path} is valid ${format.toUpperCase()}.`, data: { valid: true, problems } };
  const lines = problems.slice(0, 20).map(({ line, column, message }) => `line ${line}, column ${column}: ${message}`);
  return { text: [`${path} is not valid ${format.toUpperCase()}:`, ...lines].join('\n'), data: { valid: false, problems } };
}

function refuseBroken({ problems, format }: DataDocument, path: string): void {
  const [first] = problems;
  if (first)
    throw new ToolError(
      'failed',
      `${path} is not valid ${format.toUpperCase()}: line ${first.line}, column ${first.column}: ${first.message}. Mend it with edit first.`,
    );
}

async function query(document: DataDocument, expression: string) {
  const found = await select(document.value, expression);
  if (found.length === 0) throw new ToolError('no_match', `${expression} selects nothing. ${keysOf(document.value)}`);
  const shown = (path: readonly Step[], value: unknown): string => document.source(path) ?? JSON.stringify(value, undefined, 2) ?? 'null';
  const data = found.map(({ path, value }) => ({ path: showPath(path), value }));
  const [only] = found;
  if (found.length === 1 && only) return { text: shown(only.path, only.value), data };
  return { text: found.map(({ path, value }) => `${showPath(path)}: ${shown(path, value)}`).join('\n'), data };
}

async function set(document: DataDocument, { query: expression, value, path }: Args, context: ToolContext, file: string, text: string) {
  if (expression === undefined) throw new ToolError('invalid_args', 'query is missing: a JSONPath to the value to set, such as $.version');
  if (value === undefined) throw new ToolError('invalid_args', 'value is missing: the new value, as JSON');
  const places = (await select(document.value, expression)).map((each) => each.path);
  if (places.length === 0) places.push(newPlace(document, expression));
  let result = text;
  for (const place of places) {
    const current = result === text ? document : await open(path, result, false);
    result = await current.set(place, intended(value, valueAt(current.value, place)));
  }
  const check = await open(path, result, false);
  if (check.problems.length > 0) throw new ToolError('failed', `${path} was not changed: the result would not parse.`);
  if (result === text) return { text: `${path} already says so.`, data: { changed: 0 } };
  const content = Buffer.from(result, 'utf8');
  await context.files.write(file, content);
  context.files.markSeen(file, content);
  return { text: `Set ${places.map(showPath).slice(0, 20).join(', ')} in ${path}.`, data: { changed: places.length, paths: places.map(showPath) } };
}

/** A place that is not there yet: the query must name one, and what is there of it must be able to hold it. */
function newPlace(document: DataDocument, expression: string): Step[] {
  const steps = singlePath(expression);
  if (!steps || steps.length === 0)
    throw new ToolError('no_match', `${expression} selects nothing, and only a plain path can be created. ${keysOf(document.value)}`);
  for (let depth = 0; depth < steps.length; depth += 1) {
    const parent = valueAt(document.value, steps.slice(0, depth));
    const step = steps[depth];
    if (parent === undefined || parent === null) break;
    const fits = Array.isArray(parent) ? typeof step === 'number' && step <= parent.length : typeof parent === 'object' && typeof step === 'string';
    if (!fits) throw new ToolError('no_match', `${showPath(steps.slice(0, depth))} is ${describe(parent)} and cannot hold ${JSON.stringify(step)}.`);
  }
  return steps;
}

async function convert(document: DataDocument, { to, path }: Args, context: ToolContext) {
  const target = to ?? (document.format === 'json' ? 'yaml' : 'json');
  const format = isFormatName(target) ? (target.toLowerCase() === 'json' ? 'json' : 'yaml') : formatOf(target);
  if (!format) throw new ToolError('invalid_args', `to is "${target}": say json, yaml, or a file name that ends in .json or .yaml`);
  const text = format === 'json' ? `${JSON.stringify(document.value, undefined, 2)}\n` : (await import('yaml')).stringify(document.value, { lineWidth: 0 });
  if (isFormatName(target)) return { text };
  const file = context.files.resolve(target, 'write');
  if (await context.files.stat(file)) throw new ToolError('failed', `${target} exists already; convert to another name.`);
  await context.files.write(file, Buffer.from(text, 'utf8'));
  return { text: `Wrote ${path} as ${format.toUpperCase()} to ${target} (comments are not carried over).` };
}

function isFormatName(text: string): boolean {
  return /^(json|ya?ml)$/i.test(text);
}

function keysOf(value: unknown): string {
  if (Array.isArray(value)) return `The root is an array of ${value.length}.`;
  if (typeof value !== 'object' || value === null) return '';
  return `Keys of the root: ${Object.keys(value).slice(0, 30).join(', ')}.`;
}

function describe(value: unknown): string {
  return Array.isArray(value) ? `an array of ${value.length}` : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
