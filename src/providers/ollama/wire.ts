import { z } from 'zod';

/** What Ollama's management endpoints answer, as far as it is used. Fields that a version lacks fall back. */

const text = z.string().catch('');
const number = z.number().catch(0);

const details = z.object({ family: text, parameter_size: text, quantization_level: text }).partial().catch({});

export const showShape = z.object({
  capabilities: z.array(z.string()).catch(['completion']),
  model_info: z.record(z.string(), z.unknown()).catch({}),
  details,
  remote_host: text,
});

export const psShape = z.object({
  models: z
    .array(z.object({ name: z.string(), size: number, size_vram: number, context_length: z.number().optional().catch(undefined), expires_at: text }))
    .nullish()
    .transform((models) => models ?? []),
});

export const versionShape = z.object({ version: z.string() });

export const embedShape = z.object({ embeddings: z.array(z.array(z.number())) });

export const pullShape = z.object({
  status: text,
  total: z.number().optional().catch(undefined),
  completed: z.number().optional().catch(undefined),
  error: z.unknown().optional(),
});
