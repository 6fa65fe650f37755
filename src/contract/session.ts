import { z } from 'zod';
import { THINK_LEVELS } from './chat.js';

/** Session files: `<state>/sessions/<id>.json`. The zod shape is the format; `schemas/session.schema.json` is made from it. */

const toolCall = z.object({
  id: z.string(),
  name: z.string(),
  args: z.record(z.string(), z.unknown()),
  recovered: z.boolean().optional(),
});

const message = z.discriminatedUnion('role', [
  z.object({ role: z.literal('system'), text: z.string() }),
  z.object({ role: z.literal('user'), text: z.string(), auto: z.boolean().optional(), question: z.string().optional() }),
  z.object({ role: z.literal('assistant'), text: z.string(), calls: z.array(toolCall), thinking: z.string().optional() }),
  z.object({ role: z.literal('tool'), callId: z.string(), name: z.string(), ok: z.boolean(), text: z.string() }),
]);

/** What every request of the session repeats byte for byte. */
const fixedPrompt = z.object({
  system: z.string().describe('the system message'),
  tools: z.array(z.object({ name: z.string(), description: z.string(), parameters: z.record(z.string(), z.unknown()) })),
  options: z.object({
    numCtx: z.number().int(),
    numPredict: z.number().int(),
    keepAlive: z.string(),
    temperature: z.number().optional(),
    topP: z.number().optional(),
    think: z.enum(THINK_LEVELS).optional(),
  }),
});

export const sessionShape = z.object({
  schema_version: z.literal(1),
  session_id: z.string().min(1),
  title: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  cwd: z.string(),
  model: z.string(),
  provider: z.string(),
  /** The session this one was forked from. */
  forked_from: z.string().optional(),
  /** Questions of the user that were put. */
  turns: z.number().int().nonnegative(),
  prompt: fixedPrompt.optional(),
  /** Everything said, in order; only appended to. */
  messages: z.array(message),
  /** After a compaction: what is sent instead of the first `replaces` messages. */
  compacted: z.object({ replaces: z.number().int().nonnegative(), messages: z.array(message) }).optional(),
  /** Content hashes (sha-256, hex) of files the model has seen, by path relative to the root. */
  seen_files: z.record(z.string(), z.string()).optional(),
  usage: z.object({ input_tokens: z.number().int(), output_tokens: z.number().int() }),
  /** The run was stopped before its answer was whole. */
  interrupted: z.boolean().optional(),
});

export type Session = z.output<typeof sessionShape>;

export interface SessionSummary {
  session_id: string;
  title: string;
  updated_at: string;
  model: string;
  turns: number;
  cwd: string;
}

/** The port through which the engine saves. `save` is atomic and synced; it never throws for a state folder that cannot be written, it warns once. */
export interface SessionStore {
  save(session: Session): Promise<{ warning?: string }>;
}
