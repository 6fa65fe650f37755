import type { AcceptCall } from '../../contract/chat.js';
import type { Act } from './act.js';
import { argumentsOf } from './json-calls.js';
import { cleanName } from './notation.js';

/**
 * The calls of a run that registered tools take. Bare and fenced notations are taken all or none: a list in which one entry is no call
 * is data.
 */
export function acceptCalls(act: Act, markup: boolean, accept: AcceptCall): { name: string; args: Record<string, unknown> }[] {
  const accepted = act.calls.flatMap(({ name, args }) => {
    const written = argumentsOf(args);
    const call = written && !hasPlaceholders(written) ? accept(cleanName(name), written) : undefined;
    return call && (Object.keys(call.args).length > 0 || isEmpty(written ?? {})) ? [call] : [];
  });
  return markup || accepted.length === act.calls.length ? accepted : [];
}

/** Nothing was given: no keys, or only `null` and empty text. Keys that no argument has are not nothing. */
function isEmpty(args: Record<string, unknown>): boolean {
  return Object.values(args).every((value) => value === null || value === '');
}

/** `"..."` or `<path>` where a value should be: the call is a pattern for others. */
function hasPlaceholders(args: Record<string, unknown>): boolean {
  return Object.values(args).some((value) => typeof value === 'string' && /^\s*(?:\.{3}|…|<[a-z][\w -]*>|\{\{?[\w -]+\}?\}|\[[\w -]+\])\s*$/i.test(value));
}
