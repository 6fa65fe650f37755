import type { z } from 'zod';
import type { Tool } from '../contract/tool.js';
import { parseJson } from '../lib/parse-json.js';
import { type ArgSchema, schemaOf, typeWord } from './arg-schema.js';
import { plainName } from './names.js';

/** `given`: how many of the keys the model wrote are arguments of the tool, and how many it wrote at all. */
export type ParsedArgs = { ok: true; args: Record<string, unknown>; given: { known: number; all: number } } | { ok: false; message: string };

/**
 * Raw arguments of a call, as weak models write them, to the tool's typed arguments: other names of keys, the tool's own
 * mending, then values by the schema (numbers and booleans as text, numbers for text, lists and objects as JSON text, one
 * value for a list, null for absent); keys the tool does not have are dropped. The message says what to write instead.
 */
export function parseArgs(tool: Tool, raw: unknown): ParsedArgs {
  const given = asObject(raw);
  if (!given) return { ok: false, message: `the arguments of ${tool.name} must be a JSON object, such as ${example(tool)}` };
  const schema = schemaOf(tool);
  const named = renameKeys(tool, given, schema);
  const mended = tool.coerce ? tool.coerce(named.args) : named.args;
  const coerced = coerceObject(mended, schema);
  const result = tool.input.safeParse(coerced);
  if (!result.success) return { ok: false, message: explain(tool, result.error.issues, coerced) };
  return { ok: true, args: result.data as Record<string, unknown>, given: { known: named.known, all: Object.keys(given).length } };
}

/** An object, or JSON text of one, also when it was encoded twice. */
function asObject(raw: unknown): Record<string, unknown> | undefined {
  let value: unknown = raw ?? {};
  for (let round = 0; round < 2 && typeof value === 'string'; round++) value = value.trim() === '' ? {} : parseJson(value);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** Keys to the tool's own names. A name written exactly wins over an alias of it; unknown keys stay for the tool's own mending. */
function renameKeys(tool: Tool, given: Record<string, unknown>, schema: ArgSchema): { args: Record<string, unknown>; known: number } {
  const properties = Object.keys(schema.properties ?? {});
  const plain = new Map<string, string>();
  for (const [alias, name] of Object.entries(tool.argAliases ?? {})) plain.set(plainKey(alias), name);
  for (const name of properties) plain.set(plainKey(name), name);
  const args: Record<string, unknown> = {};
  let known = 0;
  for (const [key, value] of Object.entries(given)) {
    const name = properties.includes(key) ? key : plain.get(plainKey(key));
    if (name !== undefined) known++;
    if (name === undefined) args[key] ??= value;
    else if (name === key || args[name] === undefined || args[name] === null) args[name] = value;
  }
  return { args, known };
}

function plainKey(key: string): string {
  return plainName(key.replace(/^[.:/]+/, ''));
}

/** Where a tool works and on what: weak models write an empty text for "here" and "all". */
const WHERE = new Set(['path', 'cwd', 'glob', 'commit', 'filter', 'query', 'role']);

function coerceObject(given: Record<string, unknown>, schema: ArgSchema, depth = 0): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const property = schema.properties?.[key];
    if (!property) {
      if (isOpen(schema)) result[key] = value;
      continue;
    }
    if ((value === null || value === undefined) && !schema.required?.includes(key)) continue;
    const coerced = coerceValue(value, property, depth);
    // A number, a choice or a place that was left empty was not given.
    if (coerced === '' && !schema.required?.includes(key) && (isNumeric(property) || property.enum || WHERE.has(key))) continue;
    result[key] = coerced;
  }
  return result;
}

/** Numbers become text at the top only: text inside a list of objects (edits) must be text, or it is a mistake. */
function coerceValue(value: unknown, schema: ArgSchema, depth: number): unknown {
  if (schema.anyOf) return schema.anyOf.some((option) => fits(value, option)) ? value : coerceValue(value, schema.anyOf[0] ?? {}, depth);
  switch (schema.type) {
    case 'integer':
    case 'number':
      return toNumber(value);
    case 'boolean':
      return toBoolean(value);
    case 'string':
      return depth === 0 ? toText(value, schema) : value;
    case 'array':
      return toList(value, schema.items ?? {}, depth);
    case 'object': {
      const object = typeof value === 'string' ? parseJson(value) : value;
      return isObject(object) ? coerceObject(object, schema, depth + 1) : value;
    }
    default:
      return value;
  }
}

function toNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.trim();
  return /^[+-]?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text === '' ? '' : value;
}

function toBoolean(value: unknown): unknown {
  if (value === 1 || value === 0) return value === 1;
  if (typeof value !== 'string') return value;
  const text = value.trim().toLowerCase();
  if (['true', 'yes', '1', 'on'].includes(text)) return true;
  if (['false', 'no', '0', 'off', 'none', ''].includes(text)) return false;
  return value;
}

function toText(value: unknown, schema: ArgSchema): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (schema.enum && typeof value === 'string') return schema.enum.find((option) => plainName(String(option)) === plainName(value)) ?? value;
  // A list of lines where a text is wanted.
  if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string')) return value.join('\n');
  return value;
}

function toList(value: unknown, items: ArgSchema, depth: number): unknown {
  let list = value;
  if (typeof list === 'string') {
    const parsed = parseJson(list);
    if (Array.isArray(parsed) || isObject(parsed)) list = parsed;
    else if (items.type === 'string') list = list.trim() === '' ? [] : [list];
  } else if (isObject(list) || (typeof list === 'number' && items.type !== 'object')) {
    list = [list];
  }
  if (isObject(list)) list = [list];
  if (!Array.isArray(list)) return list;
  return list.map((item) => {
    const inner = typeof item === 'string' && items.type === 'object' ? (parseJson(item) ?? item) : item;
    return coerceValue(inner, items, depth);
  });
}

function fits(value: unknown, schema: ArgSchema): boolean {
  if (schema.type === 'integer' || schema.type === 'number') return typeof value === 'number';
  if (schema.type === 'array') return Array.isArray(value);
  if (schema.type === 'object') return isObject(value);
  return schema.type === undefined || typeof value === schema.type;
}

/** Objects that take any key: records, and objects that say so. */
function isOpen(schema: ArgSchema): boolean {
  return schema.additionalProperties !== undefined ? schema.additionalProperties !== false : Object.keys(schema.properties ?? {}).length === 0;
}

function isNumeric(schema: ArgSchema): boolean {
  return schema.type === 'integer' || schema.type === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function explain(tool: Tool, issues: readonly z.core.$ZodIssue[], args: Record<string, unknown>): string {
  const problems = issues.slice(0, 3).map((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
    const name = path.replace(/^\./, '');
    const value = issue.path.reduce<unknown>((node, part) => (node as Record<PropertyKey, unknown> | undefined)?.[part], args);
    if (name === '') return issue.message;
    if (value === undefined) return `${name} is missing`;
    const shown = JSON.stringify(value) ?? String(value);
    return `${name}: ${issue.message} (got ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown})`;
  });
  return `${problems.join('; ')}. Example: ${tool.name} ${example(tool)}`;
}

/** The least a call needs, in the right types. */
function example(tool: Tool): string {
  return JSON.stringify(exampleOf(schemaOf(tool), ''));
}

function exampleOf(schema: ArgSchema, name: string): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object': {
      const names = schema.required?.length ? schema.required : Object.keys(schema.properties ?? {}).slice(0, 1);
      return Object.fromEntries(names.map((key) => [key, exampleOf(schema.properties?.[key] ?? {}, key)]));
    }
    case 'array':
      return [exampleOf(schema.items ?? {}, name)];
    case 'integer':
    case 'number':
      return 10;
    case 'boolean':
      return true;
    default:
      return name === 'path' ? 'src/app.ts' : typeWord(schema) === 'string' ? '…' : name;
  }
}
