import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../contract/chat.js';
import { OCodeError } from '../contract/error.js';

/** A validator that says in words what does not fit. Throws OCodeError `usage` when the schema itself is none. In a file of its own: the library is loaded only for --json-schema. */
export function compileSchema(schema: JsonSchema): (value: unknown) => string[] {
  const ajv = new Ajv2020({ allErrors: true, strict: false, logger: false });
  try {
    const check = ajv.compile(schema);
    return (value) => (check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath || 'the value'} ${error.message}${detail(error.params)}`));
  } catch (cause) {
    throw new OCodeError('usage', `--json-schema: this is no JSON Schema: ${(cause as Error).message}`, {
      cause,
      hint: 'see json-schema.org; @file reads it from a file',
    });
  }
}

function detail(params: Record<string, unknown>): string {
  const value = params.additionalProperty ?? params.allowedValues;
  return value === undefined ? '' : ` (${JSON.stringify(value)})`;
}
