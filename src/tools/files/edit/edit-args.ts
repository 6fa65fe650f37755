import { plainName } from '../../names.js';
import { editsFromDiff, editsFromMarkers, pathFromDiff } from './edit-notations.js';

/** The many ways models ask for an edit, as `{path, edits: [{old_text, new_text, all?}]}`. What is not understood stays, to be refused. */

const EDIT_KEYS: Readonly<Record<string, string>> = {
  oldtext: 'old_text',
  oldstring: 'old_text',
  oldstr: 'old_text',
  oldcontent: 'old_text',
  oldcode: 'old_text',
  search: 'old_text',
  find: 'old_text',
  original: 'old_text',
  old: 'old_text',
  from: 'old_text',
  before: 'old_text',
  newtext: 'new_text',
  newstring: 'new_text',
  newstr: 'new_text',
  newcontent: 'new_text',
  newcode: 'new_text',
  replace: 'new_text',
  replacement: 'new_text',
  replacewith: 'new_text',
  new: 'new_text',
  to: 'new_text',
  after: 'new_text',
  content: 'new_text',
  all: 'all',
  replaceall: 'all',
  startline: 'start_line',
  start: 'start_line',
  linestart: 'start_line',
  line: 'start_line',
  endline: 'end_line',
  end: 'end_line',
  lineend: 'end_line',
};
const LIST_KEYS = new Set(['edits', 'edit', 'changes', 'replacements', 'operations', 'diff', 'patch', 'diffs', 'hunks']);

export function coerceEditArgs(raw: Record<string, unknown>): Record<string, unknown> {
  const listKey = Object.keys(raw).find((key) => LIST_KEYS.has(plainName(key)) && raw[key] !== undefined && raw[key] !== null);
  const given = listKey === undefined ? undefined : parsed(raw[listKey]);
  const path = raw.path ?? (typeof given === 'string' ? pathFromDiff(given) : undefined);
  if (given !== undefined) {
    const list = Array.isArray(given) ? given : [given];
    const isOneText = list.length === 1 && typeof list[0] === 'string';
    const edits = isOneText ? (fromText(list[0] as string) ?? given) : list.map((item) => withEditKeys(parsed(item)));
    // `replace_all` beside the list means every edit of it.
    const all = raw.all ?? raw.replace_all ?? raw.replaceAll;
    const withAll = all === undefined || !Array.isArray(edits) ? edits : edits.map((item) => (isObject(item) ? { all, ...item } : item));
    return { path, edits: withAll };
  }
  const flat = withEditKeys(raw) as Record<string, unknown>;
  if (flat.old_text === undefined && typeof flat.new_text === 'string') {
    const edits = fromText(flat.new_text);
    if (edits) return { path: path ?? pathFromDiff(flat.new_text), edits };
  }
  const { path: _path, ...edit } = flat;
  return Object.keys(edit).some((key) => Object.values(EDIT_KEYS).includes(key)) ? { path, edits: [edit] } : { path };
}

function withEditKeys(item: unknown): unknown {
  if (!isObject(item)) return item;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(item)) {
    const name = EDIT_KEYS[plainName(key)];
    if (name === undefined) {
      if (key === 'path') result.path = value;
    } else if (name === key || result[name] === undefined) {
      result[name] = value;
    }
  }
  return result;
}

function fromText(text: string): Array<Record<string, unknown>> | undefined {
  return editsFromMarkers(text) ?? editsFromDiff(text);
}

/** JSON text as its value; other text as it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
