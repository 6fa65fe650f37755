import { argumentsOf } from './json-calls.js';
import { readLoose } from './loose-json.js';
import { matchAt, skipBlank } from './notation.js';

const FENCE = /(?:`{3,}|~{3,})[ \t]*(?:json|jsonc)?[ \t]*\r?\n?/iy;

/** The arguments of a call whose name stands before: a JSON object, in a fence or not. No `args`: it is `cut`, or none. */
export function jsonArguments(
  text: string,
  at: number,
  options: { bareWords?: boolean } = {},
): { args?: Record<string, unknown>; end: number; cut?: boolean } | undefined {
  const fence = matchAt(FENCE, text, at);
  const start = fence ? skipBlank(text, at + fence[0].length) : at;
  if (text[start] !== '{' && text[start] !== '"') return undefined;
  const read = readLoose(text, start, options);
  if (read.state === 'cut') return { end: read.end, cut: true };
  const args = read.state === 'broken' ? undefined : argumentsOf(read.value);
  if (!args) return { end: read.end };
  if (!fence) return { args, end: read.end };
  const after = skipBlank(text, read.end);
  const close = matchAt(/`{3,}|~{3,}/y, text, after);
  return { args, end: close ? after + close[0].length : read.end };
}
