import { OCodeError } from '../../contract/error.js';
import { parseHost } from '../host.js';
import { Http } from '../http.js';
import type { Provider, ProviderOptions } from '../provider.js';
import type { ServerWords } from '../server-error.js';
import { OpenAiClient } from './client.js';

const WORDS: ServerWords = {
  name: 'OpenAI-compatible',
  start: 'start the server, or look at --host and providers.openai.base_url',
  key: 'name the variable that holds the key in providers.openai.api_key_env, or run `ocode auth login --provider openai`',
  get: () => 'start the server with that model, or choose one it has with -m',
};

/** Without a scheme and port a web server's port is meant. */
const DEFAULT_PORT = 80;

/** `host` is the base address, with or without `/v1`. Throws `config` without it: these servers have no port in common. */
export function createOpenAi(options: ProviderOptions): Provider {
  const { host, apiKey, headers, onDebug } = options;
  if (!host?.trim())
    throw new OCodeError('config', 'the openai provider needs the address of a server', { hint: 'set providers.openai.base_url, or use --host' });
  const parsed = parseHost(host, DEFAULT_PORT);
  const client = new OpenAiClient(new Http({ host: { ...parsed, url: withVersion(parsed.url) }, words: WORDS, apiKey, headers, onDebug }));
  return { client, embedder: client };
}

/** Takes `…`, `…/v1` (or another version) and the whole address of the endpoint. */
export function withVersion(url: string): string {
  const base = url.replace(/\/chat\/completions$/, '');
  return /\/v\d+$/.test(base) ? base : `${base}/v1`;
}
