import { jsonArguments } from './json-arguments.js';
import { matchAt, type Notation } from './notation.js';

const HEAD = /call:\s*([\w.:-]+)\s*(?=\{)/y;

/** gemma 4 and functiongemma: `call:name{key:<|"|>text<|"|>,other:3}`. */
export const gemmaCalls: Notation = (text, at) => {
  const head = matchAt(HEAD, text, at);
  if (!head?.[1]) return undefined;
  const json = jsonArguments(text, at + head[0].length, { bareWords: true });
  if (!json) return undefined;
  return json.args ? { calls: [{ name: head[1], args: json.args }], end: json.end } : { calls: [], end: json.end, cut: json.cut };
};
