import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../config/defaults.js';
import type { Places } from '../config/paths.js';
import { OCodeError } from '../contract/error.js';
import { nearest } from '../lib/nearest.js';
import { cleanForTerminal } from '../lib/sanitize.js';
import { createProvider, isLocalHost, PROVIDER_NAMES, type Provider, providerKind } from '../providers/index.js';
import type { RootOptions } from './options.js';

/** Which server the settings mean: its kind, its address as it was written, and its own entry. Throws OCodeError `usage` or `config` for an unknown name. */
export function wantedServer(settings: Settings, options: RootOptions) {
  const own = Object.hasOwn(settings.providers, settings.provider) ? settings.providers[settings.provider] : undefined;
  if (!own && !PROVIDER_NAMES.includes(settings.provider)) throw unknownProvider(settings, options);
  // --host is meant for whatever provider is used; OLLAMA_HOST and ollama_host only for Ollama, unless nothing else is known.
  return { kind: providerKind(settings.provider, own !== undefined), host: options.host ?? own?.base_url ?? settings.ollama_host, own };
}

/** The provider that the settings name, with its address and key. Throws OCodeError `config`, or `offline` for a host that is not local. */
export async function composeProvider(settings: Settings, options: RootOptions, places: Places, env: NodeJS.ProcessEnv): Promise<Provider> {
  const { kind, host, own } = wantedServer(settings, options);
  const keyName = own?.api_key_env ?? (kind === 'ollama' ? 'OLLAMA_API_KEY' : 'OPENAI_API_KEY');
  const make = (apiKey: string | undefined): Provider =>
    createProvider(kind, {
      host,
      ...(apiKey ? { apiKey } : {}),
      ...(own?.headers ? { headers: own.headers } : {}),
      ...(options.debug ? { onDebug: (line: string) => process.stderr.write(`ocode: ${cleanForTerminal(line)}\n`) } : {}),
    });
  const provider = make(env[keyName]);
  if (options.offline && !isLocalHost(provider.client.host)) {
    throw new OCodeError('offline', `--offline refuses ${provider.client.host}: it is not on this machine`, {
      hint: 'use a local host, or leave --offline out',
    });
  }
  return env[keyName] ? provider : withStoredKey(provider, make, settings.provider, places);
}

/** A wrong flag is a matter of usage, a wrong setting one of the settings. */
function unknownProvider({ provider, providers }: Settings, options: RootOptions): OCodeError {
  const names = [...new Set([...PROVIDER_NAMES, ...Object.keys(providers)])];
  const near = nearest(provider, names);
  const hint = `${near ? `did you mean ${near}? ` : ''}there are ${names.join(', ')}; others go into providers in the settings`;
  return options.provider === provider
    ? new OCodeError('usage', `--provider ${provider}: there is no such provider`, { hint })
    : new OCodeError('config', `provider: there is no provider ${JSON.stringify(provider)}`, { hint });
}

/** Most people keep no keys: the file is only looked at when it is there. */
async function withStoredKey(provider: Provider, make: (key: string) => Provider, name: string, places: Places): Promise<Provider> {
  const file = join(places.home, 'auth.json');
  if (!existsSync(file)) return provider;
  const { AuthStore } = await import('../auth/auth-store.js');
  const key = await new AuthStore(file).key(name, provider.client.host);
  return key ? make(key) : provider;
}

/** For commands that need a server that manages models. */
export function modelManager({ manager, client }: Provider): NonNullable<Provider['manager']> {
  if (manager) return manager;
  throw new OCodeError('usage', `${client.provider} does not manage models`, { hint: 'this works with Ollama only' });
}
