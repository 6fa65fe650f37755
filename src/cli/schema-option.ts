import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonSchema } from '../contract/chat.js';
import { OCodeError } from '../contract/error.js';
import type { StructuredOutput } from '../engine/parts.js';

/** --json-schema: JSON, or @file. Throws OCodeError `usage` when it is no JSON Schema. */
export async function readSchema(option: string, folder = '.'): Promise<StructuredOutput> {
  const schema = parse(option.startsWith('@') ? readFile(option.slice(1), folder) : option, option);
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ allErrors: true, strict: false, logger: false });
  try {
    const check = ajv.compile(schema);
    return {
      schema,
      validate: (value) => (check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath || 'the value'} ${error.message}${detail(error.params)}`)),
    };
  } catch (cause) {
    throw new OCodeError('usage', `--json-schema: this is no JSON Schema: ${(cause as Error).message}`, { cause, hint: 'see json-schema.org; @file reads it from a file' });
  }
}

function readFile(name: string, folder: string): string {
  try {
    return readFileSync(resolve(folder, name), 'utf8');
  } catch (cause) {
    throw new OCodeError('usage', `--json-schema @${name}: the file cannot be read`, { cause });
  }
}

function parse(text: string, option: string): JsonSchema {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonSchema;
  } catch {
    // Told below.
  }
  throw new OCodeError('usage', `--json-schema ${option.slice(0, 60)}: this is not a JSON object`, { hint: 'give a JSON Schema, or @file' });
}

function detail(params: Record<string, unknown>): string {
  const value = params.additionalProperty ?? params.allowedValues;
  return value === undefined ? '' : ` (${JSON.stringify(value)})`;
}
