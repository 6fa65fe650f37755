import type { Places } from '../config/paths.js';
import type { Settings } from '../config/schema.js';
import { OCodeError } from '../contract/error.js';
import { createProvider, isLocalHost, type Provider } from '../providers/index.js';
import type { RootOptions } from './options.js';

/** The provider that the settings name, with its address and key. Throws OCodeError `config`, or `offline` for a host that is not local. */
export function composeProvider(settings: Settings, options: RootOptions, _places: Places, env: NodeJS.ProcessEnv): Provider {
  const own = Object.hasOwn(settings.providers, settings.provider) ? settings.providers[settings.provider] : undefined;
  const kind = own && settings.provider !== 'ollama' ? 'openai' : settings.provider;
  // --host is meant for whatever provider is used; OLLAMA_HOST and ollama_host only for Ollama, unless nothing else is known.
  const host = options.host ?? own?.base_url ?? settings.ollama_host;
  const keyName = own?.api_key_env ?? (kind === 'ollama' ? 'OLLAMA_API_KEY' : 'OPENAI_API_KEY');
  const apiKey = env[keyName];
  const provider = createProvider(kind, {
    host,
    ...(apiKey ? { apiKey } : {}),
    ...(own?.headers ? { headers: own.headers } : {}),
    ...(options.debug ? { onDebug: (line: string) => process.stderr.write(`ocode: ${line}\n`) } : {}),
  });
  if (options.offline && !isLocalHost(provider.client.host)) {
    throw new OCodeError('offline', `--offline refuses ${provider.client.host}: it is not on this machine`, { hint: 'use a local host, or leave --offline out' });
  }
  return provider;
}
