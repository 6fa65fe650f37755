import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../contract/chat.js';
import { OCodeError } from '../contract/error.js';

/** Drafts that a schema may name in `$schema`, most often because another tool wrote it; all else is read as the newest. */
const OLDER = [
  { draft: /^https?:\/\/json-schema\.org\/draft-0[67]\/schema#?$/, Validator: Ajv },
  { draft: /^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, Validator: Ajv2019 },
];

/** A validator that says in words what does not fit. Throws OCodeError `usage` when the schema itself is none. In a file of its own: the library is loaded only for --json-schema. */
export function compileSchema(schema: JsonSchema): (value: unknown) => string[] {
  const { $schema, ...rest } = schema;
  const older = OLDER.find(({ draft }) => typeof $schema === 'string' && draft.test($schema));
  const ajv = new (older?.Validator ?? Ajv2020)({ allErrors: true, strict: false, logger: false });
  try {
    const check = ajv.compile(older ? rest : schema);
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
