import type { AcceptCall } from '../../contract/chat.js';
import type { Act } from './act.js';
import { argumentsOf } from './json-calls.js';
import { readLoose } from './loose-json.js';
import { cleanName } from './notation.js';

/**
 * The calls of a run that registered tools take. Bare and fenced notations are taken all or none: a list in which one entry is no call
 * is data.
 */
export function acceptCalls(act: Act, markup: boolean, accept: AcceptCall): { name: string; args: Record<string, unknown> }[] {
  const accepted = act.calls.flatMap(({ name, args }) => {
    const written = argumentsOf(args);
    const plain = cleanName(name);
    const call = written && /^[\w-]+$/.test(plain) && !hasPlaceholders(written) ? (accept(plain, written) ?? accept(plain, withValues(written))) : undefined;
    return call && (Object.keys(call.args).length > 0 || isEmpty(written ?? {})) ? [call] : [];
  });
  return markup || accepted.length === act.calls.length ? accepted : [];
}

/** Lists and objects that were written as text in another notation than JSON, `[{'old_text': …}]`. */
function withValues(args: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(args).map(([key, value]): [string, unknown] => {
    if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return [key, value];
    const text = value.trim();
    const read = readLoose(text, 0);
    return [key, read.state === 'whole' && read.end === text.length ? read.value : value];
  });
  return Object.fromEntries(entries);
}

/** Nothing was given: no keys, or only `null` and empty text. Keys that no argument has are not nothing. */
function isEmpty(args: Record<string, unknown>): boolean {
  return Object.values(args).every((value) => value === null || value === '');
}

const PLACEHOLDER = /^\s*(?:\.{3}|…|<[a-z][\w -]*>|\{\{?[\w -]+\}?\}|\[[\w -]+\]|(?:YOUR|SOME)_\w+|\w+_HERE|your [\w ]{1,30} here)\s*$/i;
const TYPE_WORD = /^(?:string|str|number|int|integer|float|bool|boolean|object|array|list|any)$/i;
const DESCRIBED_PATH = /(?:^|\/)path\/to\/|\b(?:path|name) (?:to|of) |^(?:the|a|your) \w+ |^\$?(?:path|file_?(?:path|name))$/i;

/** `"..."`, `<path>`, a type or a description where a value should be: the call is a pattern for others. */
function hasPlaceholders(args: Record<string, unknown>): boolean {
  const values = Object.entries(args);
  if (values.length > 0 && values.every(([, value]) => typeof value === 'string' && TYPE_WORD.test(value))) return true;
  return values.some(([key, value]) => typeof value === 'string' && (PLACEHOLDER.test(value) || (/path|file|dir/i.test(key) && DESCRIBED_PATH.test(value))));
}
