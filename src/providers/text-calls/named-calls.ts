import { jsonArguments } from './json-arguments.js';
import { cleanName, matchAt, type Notation, type Reading, skipBlank } from './notation.js';
import { readTagValue, valueTags } from './tag-values.js';

const NAME = /(?:functions?\.)?[A-Za-z_][\w-]*(?:\.[\w-]+)*(?::\d+)?/y;
const SEPARATOR = '<[|｜]tool[▁_]sep[|｜]>';
const TYPED = new RegExp(`function\\s*${SEPARATOR}\\s*`, 'y');
const TO_ARGUMENTS = new RegExp(`\\s*(?:\\[CALL_ID\\][\\w-]+)?\\s*(?:\\[ARGS\\]|${SEPARATOR}|<[|｜]tool[▁_]call[▁_]argument[▁_]begin[|｜]>)\\s*`, 'y');
const ARG_KEY = /\s*<arg_key>\s*([\w.-]+)\s*<\/arg_key>\s*<arg_value>/y;
const ARG_VALUE = valueTags({ open: '<arg_value>', close: '</arg_value>', parentOpen: '<arg_key>', parentClose: '</tool_call>' });
const NAME_ONLY = /\s*(?=<\/(?:tool_?call|function_?call))|[ \t]*\r?\n\s*$/iy;
const MOST_VALUES = 64;
/** Longer words are data. */
const LONGEST_NAME = 100;

/** A name, then its arguments: mistral `n[ARGS]{…}`, DeepSeek, kimi, GLM's `<arg_key>`, a name and JSON on the next line. */
export const namedCalls: Notation = (text, at, context) => {
  const typed = matchAt(TYPED, text, at);
  const start = at + (typed?.[0].length ?? 0);
  const written = matchAt(NAME, text, start)?.[0];
  if (!written || written.length > LONGEST_NAME) return undefined;
  const name = cleanName(written);
  const afterName = start + written.length;
  const marker = matchAt(TO_ARGUMENTS, text, afterName);
  if (marker) return withArguments(name, text, skipBlank(text, afterName + marker[0].length));
  if (matchAt(ARG_KEY, text, afterName)) return argumentPairs(name, text, afterName);
  const next = skipBlank(text, afterName);
  const onNextLine = /^[ \t]*\r?\n[ \t]*$/.test(text.slice(afterName, next));
  if ((context.markup || typed || (onNextLine && context.isKnownName(name))) && next > afterName - 1 && /[{`~]/.test(text[next] ?? '')) {
    return withArguments(name, text, next);
  }
  if (context.markup && matchAt(NAME_ONLY, text, afterName) && context.isKnownName(name)) return { calls: [{ name, args: {} }], end: afterName };
  // Its arguments may still come.
  return context.markup && next >= text.length ? { calls: [], end: next } : undefined;
};

function withArguments(name: string, text: string, at: number): Reading {
  const json = jsonArguments(text, at);
  if (!json) return { calls: [], end: at, cut: at >= text.length };
  return json.args ? { calls: [{ name, args: json.args }], end: json.end } : { calls: [], end: json.end, cut: json.cut };
}

function argumentPairs(name: string, text: string, at: number): Reading {
  const args: Record<string, string> = {};
  let position = at;
  for (let count = 0; count < MOST_VALUES; count += 1) {
    const key = matchAt(ARG_KEY, text, position);
    if (!key?.[1]) return { calls: [{ name, args }], end: position };
    const value = readTagValue(text, position + key[0].length, ARG_VALUE);
    if (!value) break;
    args[key[1]] = value.value;
    position = value.end;
  }
  return { calls: [], end: text.length, cut: true };
}
