import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonSchema } from '../contract/chat.js';
import { OCodeError } from '../contract/error.js';
import type { StructuredOutput } from '../engine/parts.js';

/** --json-schema: JSON, or @file. Throws OCodeError `usage` when it is no JSON Schema. */
export async function readSchema(option: string, folder = '.'): Promise<StructuredOutput> {
  const schema = parse(option.startsWith('@') ? readFile(option.slice(1), folder) : option, option);
  const { compileSchema } = await import('./compile-schema.js');
  return { schema, validate: compileSchema(schema) };
}

function readFile(name: string, folder: string): string {
  try {
    return readFileSync(resolve(folder, name), 'utf8').replace(/^\uFEFF/, '');
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
