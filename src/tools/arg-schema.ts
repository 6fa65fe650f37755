import { z } from 'zod';
import type { JsonSchema } from '../contract/chat.js';
import type { Tool } from '../contract/tool.js';
import { CORE_PARAMETERS } from './core-parameters.js';

/** The parts of JSON Schema that zod writes for arguments of tools. */
export interface ArgSchema {
  type?: string;
  description?: string;
  enum?: unknown[];
  items?: ArgSchema;
  properties?: Record<string, ArgSchema>;
  required?: string[];
  anyOf?: ArgSchema[];
  additionalProperties?: unknown;
}

const generated = new WeakMap<z.ZodType, ArgSchema>();

/** JSON Schema of a tool's raw arguments; made at first use. Tools of others take any object and bring a schema of their own. */
export function schemaOf(tool: Tool): ArgSchema {
  const known = generated.get(tool.input);
  if (known) return known;
  const made = z.toJSONSchema(tool.input, { io: 'input', unrepresentable: 'any' }) as ArgSchema;
  const schema = Object.keys(made.properties ?? {}).length === 0 && tool.parameters ? (tool.parameters as ArgSchema) : made;
  generated.set(tool.input, schema);
  return schema;
}

/** What the model is shown: no words a server does not need. `brief` leaves out the descriptions of arguments. */
export function modelParameters(tool: Tool, brief: boolean): JsonSchema {
  const known = tool.set === 'core' ? CORE_PARAMETERS[tool.name] : undefined;
  return known ? (compact(known, brief) as JsonSchema) : modelParametersFromShape(tool, brief);
}

/** The same, made anew: `scripts/core-parameters.mjs` keeps what it says. @public */
export function modelParametersFromShape(tool: Tool, brief: boolean): JsonSchema {
  return compact(tool.parameters ?? (schemaOf(tool) as JsonSchema), brief) as JsonSchema;
}

const NOISE = new Set([
  '$schema',
  'additionalProperties',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'default',
  'minItems',
  'minLength',
  'pattern',
  'propertyNames',
]);

function compact(node: unknown, brief: boolean): unknown {
  if (Array.isArray(node)) return node.map((item) => compact(item, brief));
  if (typeof node !== 'object' || node === null) return node;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties') result[key] = Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, compact(inner, brief)]));
    else if (NOISE.has(key) || (brief && key === 'description') || (key === 'required' && (value as unknown[]).length === 0)) continue;
    else result[key] = compact(value, brief);
  }
  return result;
}

/** `path, start_line?, end_line?` with types: how a tool is called, on one line. */
export function signature(tool: Tool): string {
  const { properties = {}, required = [] } = schemaOf(tool);
  const parts = Object.entries(properties).map(([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${typeWord(schema)}`);
  return `${tool.name}(${parts.join(', ')})`;
}

export function typeWord(schema: ArgSchema): string {
  if (schema.enum) return schema.enum.join('|');
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeWord))].join('|');
  if (schema.type === 'array') return `[${schema.items ? typeWord(schema.items) : 'any'}]`;
  if (schema.type === 'object' && schema.properties) return `{${Object.keys(schema.properties).join(', ')}}`;
  return schema.type ?? 'any';
}
