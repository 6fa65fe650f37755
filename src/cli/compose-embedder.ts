import type { Settings } from '../config/defaults.js';
import type { Embedder } from '../contract/chat.js';
import { OCodeError } from '../contract/error.js';
import type { Provider } from '../providers/index.js';

/** What turns texts into vectors. Throws OCodeError for a server that cannot, and for a cloud model, which would see the code. */
export async function composeEmbedder(settings: Settings, connect: () => Promise<Provider>, signal: AbortSignal): Promise<Embedder> {
  const { embedder, client } = await connect();
  if (!embedder) throw new OCodeError('model_unsuitable', `${client.provider} makes no embeddings`);
  const model = settings.context.embedding_model ?? '';
  if (settings.allow_cloud_models) return embedder;
  const { remote } = await client.describe(model, signal);
  if (!remote) return embedder;
  throw new OCodeError('cloud_model', `${model} is a cloud model: it runs on a remote machine and would see your code`, {
    hint: 'use a local model, or set allow_cloud_models to true in your own settings',
  });
}
