import { z } from 'zod';
import { resultShape } from './result.js';

/** Events of a run. The engine yields them; renderers add `session_id` and `seq`. Field names are those of stream-json. */

const usage = z.object({ input_tokens: z.number().int(), output_tokens: z.number().int() });
const call = z.object({ id: z.string(), name: z.string(), args: z.record(z.string(), z.unknown()) });

/** Events of a nested agent carry the id of the `agent` call they belong to. */
const nested = { parent_id: z.string().optional() };

const runStarted = z.object({
  type: z.literal('run_started'),
  ...nested,
  model: z.string(),
  cwd: z.string(),
  permission_mode: z.string(),
  session_id: z.string(),
});
const contextReady = z.object({
  type: z.literal('context_ready'),
  ...nested,
  files: z.array(z.object({ path: z.string(), score: z.number(), tokens: z.number().int(), reasons: z.array(z.string()), mode: z.string() })),
  tokens: z.number().int(),
  ms: z.number(),
});
const turnStarted = z.object({ type: z.literal('turn_started'), ...nested, turn: z.number().int() });
const textDelta = z.object({ type: z.literal('text_delta'), ...nested, text: z.string() });
const thinkingDelta = z.object({ type: z.literal('thinking_delta'), ...nested, text: z.string() });
const toolRequested = z.object({ type: z.literal('tool_requested'), ...nested, call, recovered: z.boolean().optional() });
const toolDecided = z.object({
  type: z.literal('tool_decided'),
  ...nested,
  call_id: z.string(),
  allowed: z.boolean(),
  by: z.enum(['policy', 'rule', 'user', 'session', 'mode', 'validation']),
  reason: z.string().optional(),
});
const toolProgress = z.object({ type: z.literal('tool_progress'), ...nested, call_id: z.string(), text: z.string() });
const toolFinished = z.object({
  type: z.literal('tool_finished'),
  ...nested,
  call_id: z.string(),
  name: z.string(),
  ok: z.boolean(),
  code: z.string().optional(),
  text: z.string(),
  ms: z.number(),
});
const turnFinished = z.object({ type: z.literal('turn_finished'), ...nested, turn: z.number().int(), usage });
const compacted = z.object({
  type: z.literal('compacted'),
  ...nested,
  tokens_before: z.number().int(),
  tokens_after: z.number().int(),
  how: z.enum(['stubs', 'summary']),
});
const notice = z.object({
  type: z.literal('notice'),
  ...nested,
  level: z.enum(['info', 'warning', 'error']),
  text: z.string(),
  /** `turn_restarted`: forget the text of this turn, it starts again. */
  code: z.string().optional(),
});
/** The last event. Renderers print `result`, which already has its final form. */
const runFinished = z.object({ type: z.literal('run_finished'), result: resultShape });

const engineEventShape = z.discriminatedUnion('type', [
  runStarted,
  contextReady,
  turnStarted,
  textDelta,
  thinkingDelta,
  toolRequested,
  toolDecided,
  toolProgress,
  toolFinished,
  turnFinished,
  compacted,
  notice,
  runFinished,
]);
export type EngineEvent = z.output<typeof engineEventShape>;
export type RunFinished = z.output<typeof runFinished>;

const envelope = { session_id: z.string(), seq: z.number().int().nonnegative() };

/** A line of stream-json; `scripts/schemas.mjs` makes its JSON Schema. @public */
export const streamEventShape = z.discriminatedUnion('type', [
  runStarted.extend(envelope),
  contextReady.extend(envelope),
  turnStarted.extend(envelope),
  textDelta.extend(envelope),
  thinkingDelta.extend(envelope),
  toolRequested.extend(envelope),
  toolDecided.extend(envelope),
  toolProgress.extend(envelope),
  toolFinished.extend(envelope),
  turnFinished.extend(envelope),
  compacted.extend(envelope),
  notice.extend(envelope),
  resultShape.extend(envelope),
]);
