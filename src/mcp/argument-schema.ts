import { z } from 'zod';
import type { JsonSchema } from '../contract/chat.js';
import { cleanForTerminal } from '../lib/sanitize.js';
import { oneLine } from '../lib/truncate.js';

/** A server's input schema as ours: what the model is shown, and a zod shape that lets the server validate. */
export interface ArgumentSchema {
  parameters: JsonSchema;
  input: z.ZodType;
  /** Why the schema was not taken as it is. */
  problem?: string;
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'];
const DEEPEST = 8;
/** Of a schema as it comes, in levels of JSON: what goes through it calls itself. */
const DEEPEST_JSON = 150;
/** References that lead to references multiply: a few lines can stand for millions of parts. */
const MOST_PARTS = 20_000;
/** Characters of JSON of one tool's schema. */
const BUDGET = 6_000;
const DESCRIPTION_BUDGET = 160;
/** Keywords that mean something to a model; all others only cost tokens or are the server's business. */
const KEPT = new Set(['type', 'description', 'enum', 'const', 'items', 'properties', 'required', 'anyOf', 'oneOf', 'format', 'default']);

/** Never throws: what is no JSON Schema of an object becomes a schema that takes any object. */
export function argumentSchema(schema: unknown): ArgumentSchema {
  const problem = problemOf(schema);
  if (problem || !isObject(schema)) return { ...anyObject(), problem: problem ?? 'is no object' };
  const resolved = resolveReferences(schema);
  const shown = { properties: {}, ...(shownSchema(resolved, true, 0) as JsonSchema), type: 'object' };
  if (JSON.stringify(shown).length <= BUDGET) return { parameters: shown, input: inputShape(resolved) };
  const brief = { properties: {}, ...(shownSchema(resolved, false, 0) as JsonSchema), type: 'object' };
  if (JSON.stringify(brief).length <= BUDGET) return { parameters: brief, input: inputShape(resolved) };
  const required = Array.isArray(resolved.required) ? resolved.required : [];
  const names = Object.fromEntries(
    Object.keys(resolved.properties ?? {})
      .slice(0, 100)
      .map((name) => [oneLine(name, 40), {}]),
  );
  return {
    parameters: { type: 'object', properties: names, required: required.slice(0, 100) },
    input: inputShape(resolved),
    problem: 'is too large to be shown whole',
  };
}

function anyObject(): ArgumentSchema {
  return { parameters: { type: 'object', properties: {} }, input: z.record(z.string(), z.unknown()) };
}

/** The keywords that we read must have the types JSON Schema gives them. */
function problemOf(schema: unknown, depth = 0): string | undefined {
  if (typeof schema === 'boolean') return depth === 0 ? 'is no object' : undefined;
  if (!isObject(schema)) return 'is no object';
  if (depth === 0 && isDeeper(schema, DEEPEST_JSON)) return 'is nested too deep';
  const { type, properties, required, items, enum: values } = schema;
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  if (!types.every((name) => typeof name === 'string' && TYPES.includes(name))) return `names the type ${JSON.stringify(type)}`;
  if (depth === 0 && types.length > 0 && !types.includes('object')) return 'is not the schema of an object';
  if (required !== undefined && !(Array.isArray(required) && required.every((name) => typeof name === 'string'))) return '"required" is no list of names';
  if (values !== undefined && !Array.isArray(values)) return '"enum" is no list';
  if (properties !== undefined && !isObject(properties)) return '"properties" is no object';
  const inner = [...Object.values(isObject(properties) ? properties : {}), ...(items === undefined ? [] : Array.isArray(items) ? items : [items])];
  for (const part of [schema.anyOf, schema.oneOf, schema.allOf]) {
    if (part !== undefined && !Array.isArray(part)) return 'a choice is no list';
    inner.push(...(part ?? []));
  }
  for (const part of inner) {
    const problem = problemOf(part, depth + 1);
    if (problem) return problem;
  }
  return undefined;
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** Puts local `$ref`s in place. One that leads nowhere, back to itself, or too deep, takes anything, and so does all that goes beyond `MOST_PARTS`. */
function resolveReferences(root: JsonSchema): JsonSchema {
  let parts = 0;
  const resolve = (node: unknown, open: readonly string[]): unknown => {
    if (Array.isArray(node)) return node.map((item) => resolve(item, open));
    if (!isObject(node)) return node;
    parts += 1;
    if (parts > MOST_PARTS) return {};
    if (typeof node.$ref === 'string') {
      const target = open.length < DEEPEST && !open.includes(node.$ref) ? definitionAt(node.$ref, root) : undefined;
      return isObject(target) ? resolve(target, [...open, node.$ref]) : {};
    }
    const entries = Object.entries(node).filter(([key]) => key !== '$defs' && key !== 'definitions');
    return Object.fromEntries(entries.map(([key, value]) => [key, resolve(value, open)]));
  };
  return resolve(root, []) as JsonSchema;
}

/** What a reference such as `#/$defs/point` names. */
function definitionAt(reference: string, root: JsonSchema): unknown {
  if (!reference.startsWith('#/')) return undefined;
  const parts = reference.slice(2).split('/');
  return parts.reduce<unknown>((found, part) => (isObject(found) ? found[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), root);
}

function shownSchema(node: unknown, descriptions: boolean, depth: number): unknown {
  if (!isObject(node)) return node === true ? {} : node;
  if (depth > DEEPEST) return {};
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (!KEPT.has(key)) continue;
    if (key === 'description') {
      if (descriptions && typeof value === 'string') result[key] = oneLine(cleanForTerminal(value), DESCRIPTION_BUDGET);
    } else if (key === 'properties' && isObject(value)) {
      result[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shownSchema(inner, descriptions, depth + 1)]));
    } else if (key === 'items') result[key] = shownSchema(Array.isArray(value) ? (value[0] ?? {}) : value, descriptions, depth + 1);
    else if ((key === 'anyOf' || key === 'oneOf') && Array.isArray(value)) result[key] = value.map((inner) => shownSchema(inner, descriptions, depth + 1));
    else result[key] = typeof value === 'string' ? cleanForTerminal(value) : value;
  }
  return result;
}

/** Takes every value, but says what type each argument should have, so that "5" can be mended to 5 before the call. */
function inputShape(schema: JsonSchema): z.ZodType {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const names = Object.keys(properties).filter((name) => name !== '__proto__');
  if (names.length === 0 || isOpen(schema)) return z.record(z.string(), z.unknown());
  const shape = Object.fromEntries(
    names.map((name) => {
      const value = z.unknown().meta(mendable(properties[name], 0));
      return [name, required.includes(name) ? value : value.optional()];
    }),
  );
  return z.looseObject(shape);
}

/** Only what mending needs; a part that may hold anything says nothing, so nothing is dropped from it. */
function mendable(node: unknown, depth: number): Record<string, unknown> {
  if (!isObject(node) || depth > DEEPEST) return {};
  const types = (Array.isArray(node.type) ? node.type : [node.type]).filter((type) => type !== 'null' && type !== undefined);
  const choice = Array.isArray(node.anyOf) ? node.anyOf : Array.isArray(node.oneOf) ? node.oneOf : undefined;
  if (choice) return { anyOf: choice.map((inner) => mendable(inner, depth + 1)) };
  const result: Record<string, unknown> = {};
  if (types.length === 1) result.type = types[0];
  if (Array.isArray(node.enum)) result.enum = node.enum;
  if (isObject(node.items)) result.items = mendable(node.items, depth + 1);
  if (isObject(node.properties) && Object.keys(node.properties).length > 0 && !isOpen(node)) {
    result.properties = Object.fromEntries(Object.entries(node.properties).map(([name, inner]) => [name, mendable(inner, depth + 1)]));
    if (Array.isArray(node.required)) result.required = node.required;
  }
  return result;
}

/** May hold members that are not listed. */
function isOpen(schema: Record<string, unknown>): boolean {
  const additional = schema.additionalProperties;
  return additional === true || isObject(additional) || schema.patternProperties !== undefined || schema.allOf !== undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
