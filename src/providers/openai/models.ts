import { z } from 'zod';
import type { ModelInfo } from '../../contract/chat.js';

/** GET /v1/models, with what vLLM, SGLang, llama.cpp and LM Studio add to it. */
export const modelsShape = z.object({
  data: z
    .array(
      z.looseObject({
        id: z.string(),
        created: z.number().catch(0),
        owned_by: z.string().catch(''),
        meta: z.record(z.string(), z.unknown()).nullish().catch(undefined),
      }),
    )
    .nullish()
    .transform((models) => models ?? []),
});

export type ListedModel = z.output<typeof modelsShape>['data'][number];

/** The listed model that `name` means: that id, the id with Ollama's `:latest`, or llama.cpp's only one, which answers to every name. */
export function findListed(name: string, models: readonly ListedModel[]): ListedModel | undefined {
  const exact = models.find(({ id }) => id === name) ?? models.find(({ id }) => id === `${name}:latest`);
  const only = models.length === 1 ? models[0] : undefined;
  return exact ?? (only?.owned_by === 'llamacpp' ? only : undefined);
}

/** The protocol says nothing of capabilities: every server of the kind takes tools, or its model writes calls as text. */
export function toModelInfo(name: string, listed: ListedModel | undefined): ModelInfo {
  return { name, capabilities: ['completion', 'tools'], contextLength: listed ? contextLength(listed) : 0 };
}

/** In the order of trust: the window the server runs with, then the one the model was trained with. */
function contextLength(listed: ListedModel): number {
  const candidates = [
    listed.max_model_len,
    listed.meta?.n_ctx,
    listed.loaded_context_length,
    listed.context_length,
    listed.max_context_length,
    listed.meta?.n_ctx_train,
  ];
  const found = candidates.find((value) => typeof value === 'number' && Number.isInteger(value) && value > 0);
  return typeof found === 'number' ? found : 0;
}

/** POST /v1/embeddings. */
export const embeddingsShape = z.object({ data: z.array(z.object({ index: z.number().catch(0), embedding: z.array(z.number()) })) });
