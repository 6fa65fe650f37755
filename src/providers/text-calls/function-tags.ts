import { readChildren } from './child-tags.js';
import { jsonArguments } from './json-arguments.js';
import { matchAt, type Notation, skipBlank } from './notation.js';
import { readTagValue, valueTags } from './tag-values.js';

const PREFIX = '(?:[\\w-]+:|[|｜]\\s*DSML\\s*[|｜]\\s*)?';
const CALL_OPEN = new RegExp(`<${PREFIX}(?:function\\s*=|function\\s+name\\s*=|invoke\\s+name\\s*=)\\s*["']?([\\w.:-]+)["']?[^<>\\n]*>`, 'y');
const CALL_CLOSE = new RegExp(`</${PREFIX}(?:function|invoke)>`, 'y');
const VALUE_OPEN = new RegExp(`<${PREFIX}param(?:eter)?(?:\\s*=|\\s+name\\s*=)\\s*["']?([\\w.:-]+)["']?[^<>\\n]*>`, 'y');
const TAGS = valueTags({
  open: `<${PREFIX}param(?:eter)?(?:\\s*=|\\s+name\\s*=)[^<>\\n]*>`,
  close: `</${PREFIX}param(?:eter)?(?:=[\\w-]+)?>`,
  parentOpen: `<${PREFIX}(?:function\\s*=|function\\s+name\\s*=|invoke\\s+name\\s*=)[^<>\\n]*>`,
  parentClose: `</${PREFIX}(?:function|invoke)>`,
});
const MOST_VALUES = 64;

/** `<function=name><parameter=key>value…` of qwen3-coder and `<invoke name="…"><parameter name="…">` with any prefix; JSON inside too. */
export const functionTags: Notation = (text, at) => {
  const open = matchAt(CALL_OPEN, text, at);
  if (!open?.[1]) return undefined;
  const name = open[1];
  const start = at + open[0].length;
  const inside = skipBlank(text, start);
  const json = jsonArguments(text, inside);
  if (json) return json.args ? { calls: [{ name, args: json.args }], end: afterClose(text, json.end) } : { calls: [], end: json.end, cut: json.cut };
  const read = values(text, inside);
  if (!read.args) return { calls: [], end: read.end, cut: true };
  if (Object.keys(read.args).length === 0 && !matchAt(CALL_CLOSE, text, inside)) {
    const children = readChildren(text, inside, 'function');
    // A value that does not end yet may still do so.
    if (!children) return { calls: [], end: text.length, cut: true };
    if (Object.keys(children.args).length > 0) return { calls: [{ name, args: children.args }], end: afterClose(text, children.end) };
  }
  const end = afterClose(text, read.end);
  if (Object.keys(read.args).length === 0 && end >= text.length && end === read.end) return { calls: [], end, cut: true };
  return { calls: [{ name, args: read.args }], end };
};

/** The parameters from `at`; no `args` when one of them does not end. */
function values(text: string, at: number): { args?: Record<string, string>; end: number } {
  const args: Record<string, string> = {};
  let position = at;
  for (let count = 0; count < MOST_VALUES; count += 1) {
    const open = matchAt(VALUE_OPEN, text, position);
    if (!open?.[1]) return { args, end: position };
    const value = readTagValue(text, position + open[0].length, TAGS);
    if (!value) return { end: text.length };
    args[open[1]] = value.value;
    position = skipBlank(text, value.end);
  }
  return { end: position };
}

function afterClose(text: string, at: number): number {
  const next = skipBlank(text, at);
  const close = matchAt(CALL_CLOSE, text, next);
  return close ? next + close[0].length : at;
}
