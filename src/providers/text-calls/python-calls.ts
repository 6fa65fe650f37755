import { readLoose } from './loose-json.js';
import { skipSpace } from './loose-space.js';
import { cleanName, matchAt, type Notation, type NotationContext, type RawCall, type Reading } from './notation.js';

const CALLEE = /([A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)\s*\(/y;
const KEYWORD = /([A-Za-z_]\w*)\s*=(?!=)/y;

/** `name(key="value")`, `print(default_api.name(…))`, and lists of such calls in square brackets. */
export const pythonCalls: Notation = (text, at, context) => {
  if (text[at] === '[') return list(text, at, context);
  return printed(text, at, context) ?? call(text, at, context);
};

function list(text: string, at: number, context: NotationContext): Reading | undefined {
  let position = skipSpace(text, at + 1);
  const calls: RawCall[] = [];
  for (;;) {
    const read = call(text, position, context);
    if (!read) return calls.length > 0 ? { calls: [], end: position } : undefined;
    calls.push(...read.calls);
    position = skipSpace(text, read.end);
    if (read.cut || read.calls.length === 0) return { ...read, calls: read.cut ? calls : [] };
    if (text[position] === ']') return { calls, end: position + 1 };
    if (position >= text.length) return { calls, end: position };
    if (text[position] !== ',') return { calls: [], end: position };
    position = skipSpace(text, position + 1);
    if (text[position] === ']') return { calls, end: position + 1 };
  }
}

function printed(text: string, at: number, context: NotationContext): Reading | undefined {
  const start = matchAt(/print\s*\(\s*/y, text, at);
  if (!start) return undefined;
  const read = call(text, at + start[0].length, context);
  if (!read || read.cut || read.calls.length === 0) return read;
  const after = skipSpace(text, read.end);
  if (text[after] === ')') return { calls: read.calls, end: after + 1 };
  return after >= text.length ? { calls: read.calls, end: after } : { calls: [], end: after };
}

function call(text: string, at: number, context: NotationContext): Reading | undefined {
  const head = matchAt(CALLEE, text, at);
  if (!head?.[1]) return undefined;
  const name = cleanName(head[1]);
  if (name.includes('.') || !context.isKnownName(name)) return undefined;
  const args: Record<string, unknown> = {};
  let position = skipSpace(text, at + head[0].length);
  const fail = (): Reading => ({ calls: [], end: position });
  if (text[position] === '{') {
    const object = readLoose(text, position);
    if (object.state === 'cut') return { calls: [], end: object.end, cut: true };
    position = skipSpace(text, object.end);
    if (object.state === 'broken' || text[position] !== ')') return fail();
    return { calls: [{ name, args: object.value }], end: position + 1 };
  }
  while (text[position] !== ')') {
    const key = matchAt(KEYWORD, text, position);
    if (!key?.[1]) return position >= text.length && text.length > at ? { calls: [], end: position, cut: true } : fail();
    const value = readLoose(text, position + key[0].length);
    if (value.state === 'cut') return { calls: [], end: value.end, cut: true };
    if (value.state === 'broken') return { calls: [], end: value.end };
    args[key[1]] = value.value;
    position = skipSpace(text, value.end);
    if (position >= text.length) return { calls: [{ name, args }], end: position };
    if (text[position] === ',') position = skipSpace(text, position + 1);
    else if (text[position] !== ')') return fail();
  }
  return { calls: [{ name, args }], end: position + 1 };
}
