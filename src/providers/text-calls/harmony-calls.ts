import { jsonArguments } from './json-arguments.js';
import { matchAt, type Notation, skipBlank } from './notation.js';

/** A header up to its message: any of the channel, recipient and constraint parts, in any order. */
const HEADER =
  /(?:<\|start\|>\s*)?(?:assistant\b\s*)?(?:<\|channel\|>)?[^<{\n]{0,80}?\bto=([\w.:-]+)[^<{\n]{0,80}(?:<\|channel\|>[^<{\n]{0,80})?(?:<\|constrain\|>[^<{\n]{0,40})?(?:<\|message\|>)?\s*/y;
const END = /\s*<\|(?:call|end|return)\|>/y;

/** gpt-oss: `<|channel|>commentary to=functions.name <|constrain|>json<|message|>{…}<|call|>`, or what is left of it. */
export const harmonyCalls: Notation = (text, at) => {
  const header = matchAt(HEADER, text, at);
  if (!header?.[1]) return undefined;
  const start = skipBlank(text, at + header[0].length);
  const json = jsonArguments(text, start);
  if (!json) return { calls: [], end: start, cut: start >= text.length };
  if (!json.args) return { calls: [], end: json.end, cut: json.cut };
  const end = matchAt(END, text, json.end);
  return { calls: [{ name: header[1], args: json.args }], end: json.end + (end?.[0].length ?? 0) };
};
