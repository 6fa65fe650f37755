import { partsOfCut } from './cut-json.js';
import { readLoose } from './loose-json.js';
import { cleanName, type Notation, type RawCall, skipBlank } from './notation.js';

const NAME_KEYS = ['name', 'tool', 'tool_name', 'toolName', 'function', 'action', 'recipient_name', 'function_name'];
const ARGUMENT_KEYS = ['arguments', 'parameters', 'input', 'args', 'tool_input', 'action_input', 'params'];
const NESTED_KEYS = ['function', 'function_call', 'tool_call'];
const LIST_KEYS = ['tool_calls', 'tool_uses'];
/** What may stand beside a call without making it a document. */
const COMPANIONS = new Set('id type thought thoughts thinking reasoning reason rationale explanation comment call_id tool_call_id toolCallId index'.split(' '));
const MESSAGE_COMPANIONS = new Set([...COMPANIONS, 'role', 'content', 'refusal', 'finish_reason']);
/** All that an object which is a call, or an envelope around calls, may hold. */
const CALL_KEYS = new Set([...ARGUMENT_KEYS, ...NESTED_KEYS, ...LIST_KEYS, ...MESSAGE_COMPANIONS]);
const TYPES = new Set(['function', 'tool_call', 'tool_use', 'function_call', 'tool', 'call']);
/** What a record of a call that was made has. */
const OUTCOMES = ['ok', 'result', 'output', 'response', 'error', 'duration_ms', 'kind', 'line', 'version'];

/** `{"name": …, "arguments": {…}}` in its many shapes, a list of them, or an envelope around them. */
export const jsonCalls: Notation = (text, at, { markup, isKnownName }) => {
  if (text[at] !== '{' && text[at] !== '[') return undefined;
  const read = readLoose(text, at);
  const calls = read.state === 'whole' || read.state === 'closed' ? callsOf(read.value, markup) : undefined;
  if (calls || read.state === 'broken' || read.state === 'whole') return { calls: calls ?? [], end: read.end };
  // The text ends before the value does.
  return { calls: [], end: read.end, ...(markup || mayBecomeCall(text, at, isKnownName) ? { cut: true } : {}) };
};

/** Whether the rest of a value that was cut could make a call of it: an answer that is a document must not be taken for half a call. */
function mayBecomeCall(text: string, at: number, isKnownName: (name: string) => boolean): boolean {
  if (text[at] === '[') {
    const first = skipBlank(text, at + 1);
    return first >= text.length || '"\''.includes(text[first] ?? '') || (text[first] === '{' && mayBecomeCall(text, first, isKnownName));
  }
  return partsOfCut(text, at).every(({ key, text: value }) => {
    if (key === 'type') return value === undefined || TYPES.has(value) || value === 'message';
    if (NAME_KEYS.includes(key)) return value === undefined || isKnownName(cleanName(value));
    return CALL_KEYS.has(key);
  });
}

/** The calls a JSON value stands for; undefined when it is data. Without `markup` a shape must be a call and nothing more. */
function callsOf(value: unknown, markup: boolean): RawCall[] | undefined {
  if (Array.isArray(value)) return callsOfList(value, markup);
  if (!isObject(value)) return undefined;
  const list = LIST_KEYS.find((key) => Array.isArray(value[key]));
  if (list) {
    if (!Object.keys(value).every((key) => key === list || MESSAGE_COMPANIONS.has(key)) || !hasCallType(value, true)) return undefined;
    return callsOfList(value[list] as unknown[], markup);
  }
  const nested = NESTED_KEYS.find((key) => isObject(value[key]));
  if (nested && onlyCompanions(value, [nested], markup)) {
    const call = callOf(value[nested] as Record<string, unknown>, markup);
    return call && [call];
  }
  const call = callOf(value, markup);
  return call && [call];
}

/** An object, from text that holds one when it must be; twice encoded text too. */
export function argumentsOf(value: unknown): Record<string, unknown> | undefined {
  let current = value;
  for (let round = 0; round < 3 && typeof current === 'string'; round += 1) {
    const trimmed = current.trim();
    if (!/^["'{]/.test(trimmed)) return undefined;
    const read = readLoose(trimmed, 0);
    if (read.state !== 'whole' || !/^[\s;}]*$/.test(trimmed.slice(read.end))) return undefined;
    current = read.value;
  }
  return isObject(current) ? current : undefined;
}

function callsOfList(values: readonly unknown[], markup: boolean): RawCall[] | undefined {
  const calls: RawCall[] = [];
  for (const value of values) {
    const item = typeof value === 'string' ? argumentsOf(value) : value;
    const found = isObject(item) ? callsOf(item, markup) : undefined;
    if (!found && !markup) return undefined;
    calls.push(...(found ?? []));
  }
  return calls;
}

function callOf(value: Record<string, unknown>, markup: boolean): RawCall | undefined {
  const nameKey = NAME_KEYS.find((key) => typeof value[key] === 'string');
  const argumentKey = ARGUMENT_KEYS.find((key) => key in value);
  if (!nameKey || !argumentKey || !onlyCompanions(value, [nameKey, argumentKey], markup)) return undefined;
  const written = value[argumentKey];
  const empty = markup && (written === null || written === '');
  const args = empty ? {} : argumentsOf(written);
  if (!args || (isObject(args.properties) && args.type === 'object')) return undefined;
  return { name: value[nameKey] as string, args };
}

function onlyCompanions(value: Record<string, unknown>, own: readonly string[], markup: boolean): boolean {
  if (markup) return !OUTCOMES.some((key) => key in value);
  return Object.keys(value).every((key) => own.includes(key) || COMPANIONS.has(key)) && hasCallType(value, false);
}

function hasCallType(value: Record<string, unknown>, envelope: boolean): boolean {
  return value.type === undefined || (typeof value.type === 'string' && (TYPES.has(value.type) || (envelope && value.type === 'message')));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
