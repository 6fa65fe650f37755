import { jsonArguments } from './json-arguments.js';
import { cleanName, matchAt, type Notation, skipBlank } from './notation.js';
import { readTagValue, type ValueTags, valueTags } from './tag-values.js';

const NAMED =
  /<((?:[\w-]+:)?(?:tool_?call|tool_?use|tool|function_?call|call|function|invoke|use_tool|action))\s+(?:name|tool|tool_name|function)\s*=\s*["']([\w.:-]+)["'][^<>\n]*>/iy;
const NAME_CHILD = /<(name|tool_name|toolname|tool|function|function_name)>\s*([\w.:-]+)\s*<\/\1>/iy;
/** Without a wrapper the arguments must follow. */
const NAME_BEFORE_ARGUMENTS =
  /<(name|tool_name|toolname|tool|function|function_name)>\s*([\w.:-]+)\s*<\/\1>(?=\s*<(?:arguments|parameters|args|params|input|tool_input)>)/iy;
const ELEMENT = /<([A-Za-z_][\w-]*)>/y;
const ARGUMENTS = /<(arguments|parameters|args|params|input|tool_input)>/iy;
const MOST_CHILDREN = 64;

/**
 * Tags that carry the keys: `<tool_call name="n"><k>…`, `<n><k>…</k></n>`, and inside a wrapper `<name>n</name><arguments>…`.
 */
export const childTags: Notation = (text, at, context) => {
  if (text[at] !== '<') return undefined;
  const named = matchAt(NAMED, text, at);
  if (named?.[1] && named[2]) return body(text, at + named[0].length, named[2], named[1]);
  const nameChild = matchAt(context.markup ? NAME_CHILD : NAME_BEFORE_ARGUMENTS, text, at);
  if (nameChild?.[2]) return body(text, at + nameChild[0].length, nameChild[2], '');
  const element = matchAt(ELEMENT, text, at);
  if (!element?.[1] || !context.isKnownName(cleanName(element[1]))) return undefined;
  const name = element[1];
  const inside = skipBlank(text, at + element[0].length);
  if (text[inside] !== '<' && text[inside] !== '{') return undefined;
  const read = body(text, inside, name, name);
  return read;
};

/** What stands in an element whose call is known: JSON, `<arguments>`, or a tag for each key. */
function body(text: string, at: number, name: string, parent: string): ReturnType<Notation> {
  let inside = skipBlank(text, at);
  const wrapper = matchAt(ARGUMENTS, text, inside);
  if (wrapper) inside = skipBlank(text, inside + wrapper[0].length);
  const end = (position: number): number => afterClose(text, wrapper ? afterClose(text, position, wrapper[1] ?? '') : position, parent);
  const json = jsonArguments(text, inside);
  if (json) return json.args ? { calls: [{ name, args: json.args }], end: end(json.end) } : { calls: [], end: json.end, cut: json.cut };
  const children = readChildren(text, inside, wrapper?.[1] ?? parent);
  if (!children) return { calls: [], end: text.length, cut: true };
  const empty = Object.keys(children.args).length === 0;
  if (empty && !wrapper && parent !== '' && end(children.end) === children.end) return { calls: [], end: children.end };
  return { calls: [{ name, args: children.args }], end: end(children.end) };
}

/** The elements from `at` as keys and raw values; undefined when one of them does not end. */
export function readChildren(text: string, at: number, parent: string): { args: Record<string, string>; end: number } | undefined {
  const args: Record<string, string> = {};
  let position = at;
  for (let count = 0; count < MOST_CHILDREN; count += 1) {
    const open = matchAt(ELEMENT, text, position);
    if (!open?.[1] || /^(?:tool_?calls?|function_?calls?|tool_use)$/i.test(open[1])) return { args, end: position };
    const value = readTagValue(text, position + open[0].length, tagsOf(open[1], parent));
    if (!value) return undefined;
    args[open[1]] = value.value;
    position = skipBlank(text, value.end);
  }
  return undefined;
}

function tagsOf(key: string, parent: string): ValueTags {
  const name = parent ? literal(parent) : 'tool_call|tool_use|tool|function_call';
  return valueTags({
    open: `<${literal(key)}>`,
    close: `</${literal(key)}>(?=\\s*(?:<|$|\`\`\`|\\[))`,
    parentOpen: `<(?:${name})(?:\\s[^<>\\n]*)?>`,
    parentClose: `</(?:${name})>`,
  });
}

function afterClose(text: string, at: number, name: string): number {
  const next = skipBlank(text, at);
  const close = name ? `</${name}>` : '';
  return close && text.slice(next, next + close.length).toLowerCase() === close.toLowerCase() ? next + close.length : at;
}

function literal(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
