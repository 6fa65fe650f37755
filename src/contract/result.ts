import { z } from 'zod';
import { EXIT_CODES, type Subtype } from './error.js';

/** The result object of SPEC part 2, printed as the one JSON object and as the last line of stream-json. */

const subtype = z.enum(Object.keys(EXIT_CODES) as [Subtype, ...Subtype[]]);

export const resultShape = z.object({
  type: z.literal('result'),
  schema_version: z.literal(1),
  subtype,
  is_error: z.boolean(),
  session_id: z.string().describe('empty when the run failed before it had a session'),
  model: z.string(),
  cwd: z.string(),
  result: z.string().describe('the final text; on an error what there was of it'),
  structured_output: z.unknown().optional().describe('only with --json-schema'),
  stop_reason: z.string().describe('end_turn, or why the run ended'),
  num_turns: z.number().int(),
  duration_ms: z.number(),
  duration_api_ms: z.number(),
  usage: z.object({ input_tokens: z.number().int(), output_tokens: z.number().int() }),
  context: z.object({
    limit: z.number().int().describe('the window, in tokens'),
    used: z.number().int().describe('the last request with its answer, in tokens'),
    files: z.array(z.object({ path: z.string(), score: z.number(), tokens: z.number().int(), reasons: z.array(z.string()) })),
  }),
  timings: z.object({
    load_ms: z.number().describe('this and the following as the server reports them; 0: it says nothing, or nothing that can be'),
    prefill_ms: z.number(),
    prefill_tokens_per_second: z.number().describe('of the last answer that tells'),
    decode_tokens_per_second: z.number().describe('of the last answer that tells'),
  }),
  tool_calls: z.array(z.object({ id: z.string(), name: z.string(), ok: z.boolean(), duration_ms: z.number() })),
  files_changed: z.array(z.object({ path: z.string(), kind: z.enum(['created', 'modified', 'deleted']), added: z.number().int(), removed: z.number().int() })),
  permission_denials: z.array(z.object({ tool: z.string(), input: z.record(z.string(), z.unknown()), reason: z.string() })),
  warnings: z.array(z.string()),
  patch: z.string().optional().describe('only with --dry-run'),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).optional(),
  exit_code: z.number().int(),
});

export type RunResult = z.output<typeof resultShape>;
