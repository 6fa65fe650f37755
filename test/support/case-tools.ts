import type { AcceptCall } from '../../src/contract/chat.js';

/** A stand-in for the registry: the tools, aliases and coercion of the text-call cases. */

type Kind = 'string' | 'number' | 'boolean' | 'edits' | 'object';
const TOOLS: Record<string, Record<string, Kind>> = {
  read: { path: 'string', 'start_line?': 'number', 'end_line?': 'number' },
  edit: { path: 'string', edits: 'edits' },
  write: { path: 'string', content: 'string' },
  ls: { 'path?': 'string', 'depth?': 'number' },
  glob: { pattern: 'string', 'path?': 'string' },
  grep: { pattern: 'string', 'path?': 'string', 'glob?': 'string', 'ignore_case?': 'boolean', 'literal?': 'boolean', 'context?': 'number' },
  find_symbol: { name: 'string', 'path?': 'string' },
  bash: { command: 'string', 'timeout?': 'number', 'cwd?': 'string' },
  more_tools: { set: 'string' },
  use_tool: { name: 'string', args: 'object' },
};
const ALIASES: Record<string, string> = {};
const alias = (tool: string, names: string): void => {
  for (const name of names.split(' ')) ALIASES[fold(name)] = tool;
};
const fold = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');
for (const name of Object.keys(TOOLS)) alias(name, name);
alias('read', 'read_file file_read get_lines read_lines get_file');
alias('write', 'write_file file_write create_file write_to_file');
alias('edit', 'edit_file file_edit modify_file update_file str_replace replace');
alias('ls', 'list_files list_dir list_directory file_list get_structure');
alias('glob', 'find find_files');
alias('grep', 'code_grep search_files grep_search search_file_content');
alias('find_symbol', 'find_definition get_definition get_function get_class');
alias('bash', 'run_command shell_command execute_command run_shell_command run_terminal_cmd shell');
const KEYS: Record<string, string> = {};
const key = (name: string, others: string): void => {
  for (const other of `${name} ${others}`.split(' ')) KEYS[fold(other)] = name;
};
key('path', 'file_path filename file target_file directory dir');
key('start_line', 'start startLine');
key('end_line', 'end endLine');
key('content', 'contents text file_text');
key('old_text', 'old_string old_str oldText search');
key('new_text', 'new_string new_str newText replace');
key('all', 'replace_all');
key('pattern', 'query regex');
key('glob', 'include file_pattern');
key('ignore_case', 'case_insensitive');
key('name', 'symbol');
key('command', 'cmd');
key('cwd', 'working_directory workdir');
key('depth', 'max_depth');
const BAD = Symbol('bad');

export const isKnownName = (name: string): boolean => fold(name) in ALIASES;

export const accept: AcceptCall = (written, raw) => {
  const name = ALIASES[fold(written)];
  if (!name || typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  const shape = TOOLS[name]!;
  const wanted = new Map(Object.entries(shape).map(([field, kind]) => [field.replace('?', ''), { kind, optional: field.endsWith('?') }]));
  const source = raw as Record<string, unknown>;
  const args: Record<string, unknown> = {};
  const flat: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(source)) {
    const canonical = wanted.has(fold(given)) ? fold(given) : ([...wanted.keys()].find((field) => fold(field) === fold(given)) ?? KEYS[fold(given)] ?? '');
    if (name === 'edit' && ['old_text', 'new_text', 'all'].includes(canonical)) flat[canonical] = value;
    const field = wanted.get(canonical);
    if (!field || canonical in args) continue;
    if (value === null && field.optional) continue;
    const coerced = coerce(value, field.kind);
    if (coerced === BAD) return undefined;
    args[canonical] = coerced;
  }
  if (name === 'edit' && !('edits' in args) && 'old_text' in flat) {
    const edits = coerce([flat], 'edits');
    if (edits !== BAD) args.edits = edits;
  }
  for (const [field, { optional }] of wanted) if (!optional && !(field in args)) return undefined;
  return { name, args };
};

function coerce(value: unknown, kind: Kind): unknown {
  if (kind === 'string') {
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return BAD;
  }
  if (kind === 'number') return typeof value === 'number' ? value : typeof value === 'string' && /^\s*-?\d+\s*$/.test(value) ? Number(value) : BAD;
  if (kind === 'boolean') return typeof value === 'boolean' ? value : /^(true|false)$/i.test(String(value).trim()) ? /true/i.test(String(value)) : BAD;
  const parsed = typeof value === 'string' ? parse(value) : value;
  if (kind === 'object') return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : BAD;
  const list = Array.isArray(parsed) ? parsed : [parsed];
  const edits: unknown[] = [];
  for (const written of list) {
    const item = typeof written === 'string' ? parse(written) : written;
    if (typeof item !== 'object' || item === null) return BAD;
    const edit: Record<string, unknown> = {};
    for (const [given, content] of Object.entries(item)) {
      const canonical = KEYS[fold(given)];
      if (canonical === 'all') edit.all = coerce(content, 'boolean');
      else if (canonical === 'old_text' || canonical === 'new_text') edit[canonical] = content;
    }
    if (typeof edit.old_text !== 'string' || typeof edit.new_text !== 'string') return BAD;
    edits.push(edit);
  }
  return edits.length > 0 ? edits : BAD;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
