import { randomBytes } from 'node:crypto';
import { OCodeError } from '../contract/error.js';
import type { ToolCall } from '../contract/message.js';

/**
 * Makes a call of what a server sent. Servers differ: arguments come as an object, as its JSON, even as JSON of JSON, or not at all; ids are
 * missing or the same twice in one answer (`taken` holds those given so far). Throws `malformed_call` with the raw text when there is no call in it.
 */
export function toCall(id: unknown, name: unknown, args: unknown, taken: Set<string>): ToolCall {
  const raw = typeof args === 'string' ? args : (JSON.stringify(args) ?? '');
  if (typeof name !== 'string' || name.trim() === '') throw malformed('the model called a tool without naming it', raw);
  const object = readArguments(args);
  if (!object) throw malformed(`the model called ${name} with arguments that are not a JSON object`, raw, name);
  return { id: freeId(id, taken), name: name.trim(), args: object };
}

/** Undefined when the arguments are not an object in any dress. */
export function readArguments(args: unknown, depth = 0): Record<string, unknown> | undefined {
  if (args === undefined || args === null) return {};
  if (typeof args === 'object') return Array.isArray(args) ? undefined : (args as Record<string, unknown>);
  if (typeof args !== 'string' || depth > 1) return undefined;
  if (args.trim() === '') return {};
  try {
    return readArguments(JSON.parse(args), depth + 1);
  } catch {
    return undefined;
  }
}

export function freeId(id: unknown, taken: Set<string>): string {
  const own = typeof id === 'string' && id !== '' && !taken.has(id) ? id : `call_${randomBytes(6).toString('hex')}`;
  taken.add(own);
  return own;
}

function malformed(message: string, raw: string, name?: string): OCodeError {
  return new OCodeError('malformed_call', message, {
    hint: 'try again, or another model',
    details: { raw, ...(name === undefined ? {} : { name }) },
  });
}
