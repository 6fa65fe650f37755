import { jsonArguments } from './json-arguments.js';
import { matchAt, type Notation, skipBlank } from './notation.js';

const ACTION = /\**Action\**\s*:\**[ \t]*`?([\w.:-]+)`?[ \t]*\r?\n\s*\**Action[ _]Input\**\s*:\**\s*/iy;

/** ReAct: `Action: name`, then `Action Input: {…}`. */
export const reactCalls: Notation = (text, at) => {
  const head = matchAt(ACTION, text, at);
  if (!head?.[1]) return undefined;
  const start = skipBlank(text, at + head[0].length);
  const json = jsonArguments(text, start);
  if (!json) return { calls: [], end: start, cut: start >= text.length };
  return json.args ? { calls: [{ name: head[1], args: json.args }], end: json.end } : { calls: [], end: json.end, cut: json.cut };
};
