import { parseHost } from '../host.js';
import { Http } from '../http.js';
import type { Provider, ProviderOptions } from '../provider.js';
import type { ServerWords } from '../server-error.js';
import { OllamaClient } from './client.js';

const WORDS: ServerWords = {
  name: 'Ollama',
  start: 'start it with `ollama serve`, or name another server with --host or OLLAMA_HOST',
  key: 'set OLLAMA_API_KEY or run `ocode auth login`',
  get: (model) => `get it with \`ollama pull ${model}\``,
};

/** `host` in every form of OLLAMA_HOST; this machine when absent. */
export function createOllama(options: ProviderOptions): Provider {
  const { host, apiKey, headers, onDebug } = options;
  const client = new OllamaClient(new Http({ host: parseHost(host ?? ''), words: WORDS, apiKey, headers, onDebug }));
  return { client, manager: client, embedder: client };
}
